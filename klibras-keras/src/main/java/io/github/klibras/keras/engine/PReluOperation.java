package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;

import java.util.List;

final class PReluOperation implements Operation {

    private final Tensor alpha;

    PReluOperation(KerasLayer layer) {
        this.alpha = layer.weight("alpha");
    }

    /** Returns the slope for each value of a tensor, with shared axes expanded. */
    private float[] slopes(Shape shape) {
        float[] slopes = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < slopes.length; i++) {
            int rest = i;
            int stride = 1;
            int at = 0;
            for (int dimension = shape.rank() - 1; dimension >= 0; dimension--) {
                int index = rest % shape.size(dimension);
                rest /= shape.size(dimension);
                int size = alpha.shape().size(dimension);
                at += (size == 1 ? 0 : index) * stride;
                stride *= size;
            }
            slopes[i] = alpha.value(at);
        }
        return slopes;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, input.mask);
        float[] slopes = slopes(shape);
        return new Bound(output, () -> {
            for (int i = 0; i < output.data.length; i++) {
                float value = input.data[i];
                output.data[i] = value > 0 ? value : slopes[i % slopes.length] * value;
            }
        });
    }
}
