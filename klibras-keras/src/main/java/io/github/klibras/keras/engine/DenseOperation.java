package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;

import java.util.List;

final class DenseOperation implements Operation {

    private final Kernels.Matrix kernel;
    private final float[] bias;
    private final Activation activation;

    DenseOperation(DenseSpec spec, KerasLayer layer, Kernels kernels) {
        Tensor weight = layer.weight("kernel");
        this.kernel = kernels.matrix(weight.toArray(), weight.shape().size(0), spec.units());
        this.bias = spec.useBias() ? layer.weight("bias").toArray() : new float[spec.units()];
        this.activation = spec.activation();
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, input.mask);
        RowFunction function = RowFunction.of(activation, kernels);
        return new Bound(output, () -> run(input, output, kernels, function));
    }

    private void run(Values input, Values output, Kernels kernels, RowFunction function) {
        int units = kernel.columns;
        kernels.multiply(kernel, input.data, 0, kernel.rows, input.rows(), bias, output.data, 0, units);
        if (activation != Activation.LINEAR) {
            for (int at = 0; at < output.data.length; at += units) {
                function.apply(output.data, at, at + units);
            }
        }
    }
}
