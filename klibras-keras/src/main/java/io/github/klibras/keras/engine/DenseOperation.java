package io.github.klibras.keras.engine;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.DenseSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;

import java.util.List;

final class DenseOperation implements Operation {

    private final Kernels kernels;
    private final Kernels.Matrix kernel;
    private final float[] bias;
    private final boolean linear;
    private final RowFunction activation;

    DenseOperation(DenseSpec spec, KerasLayer layer, Kernels kernels) {
        Tensor weight = layer.weight("kernel");
        this.kernels = kernels;
        this.kernel = kernels.matrix(weight.toArray(), weight.shape().size(0), spec.units());
        this.bias = spec.useBias() ? layer.weight("bias").toArray() : new float[spec.units()];
        this.linear = spec.activation() == Activation.LINEAR;
        this.activation = RowFunction.of(spec.activation(), kernels);
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, input.mask);
        return new Bound(output, () -> run(input, output));
    }

    private void run(Values input, Values output) {
        int units = kernel.columns;
        kernels.multiply(kernel, input.data, 0, kernel.rows, input.rows(), bias, output.data, 0, units);
        if (!linear) {
            for (int at = 0; at < output.data.length; at += units) {
                activation.apply(output.data, at, at + units);
            }
        }
    }
}
