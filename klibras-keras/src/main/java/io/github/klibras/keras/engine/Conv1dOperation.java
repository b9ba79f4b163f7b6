package io.github.klibras.keras.engine;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.Conv1dSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Convolution as a sum of matrix products, one for each place in the window. */
final class Conv1dOperation implements Operation {

    private final Conv1dSpec spec;
    private final List<Kernels.Matrix> taps = new ArrayList<>();
    private final float[] bias;

    Conv1dOperation(Conv1dSpec spec, KerasLayer layer, Kernels kernels) {
        this.spec = spec;
        Tensor kernel = layer.weight("kernel");
        float[] values = kernel.toArray();
        int channels = kernel.shape().size(1);
        int size = channels * spec.filters();
        for (int tap = 0; tap < spec.kernelSize(); tap++) {
            float[] matrix = Arrays.copyOfRange(values, tap * size, (tap + 1) * size);
            taps.add(kernels.matrix(matrix, channels, spec.filters()));
        }
        this.bias = spec.useBias() ? layer.weight("bias").toArray() : new float[spec.filters()];
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        RowFunction activation = RowFunction.of(spec.activation(), kernels);
        return new Bound(output, () -> run(input, output, kernels, activation));
    }

    private void run(Values input, Values output, Kernels kernels, RowFunction activation) {
        int filters = spec.filters();
        for (int at = 0; at < output.data.length; at += filters) {
            System.arraycopy(bias, 0, output.data, at, filters);
        }
        for (int sequence = 0; sequence < input.batch; sequence++) {
            convolve(input, output, kernels, sequence);
        }
        if (spec.activation() != Activation.LINEAR) {
            for (int at = 0; at < output.data.length; at += filters) {
                activation.apply(output.data, at, at + filters);
            }
        }
    }

    private void convolve(Values input, Values output, Kernels kernels, int sequence) {
        int frames = input.shape.size(0);
        int channels = input.last();
        int stride = spec.stride();
        int before = spec.padding().before(frames, spec.window(), stride);
        for (int tap = 0; tap < taps.size(); tap++) {
            // The outputs to which this place in the window brings a frame, and not padding.
            int shift = tap * spec.dilation() - before;
            int first = Math.max(0, Math.floorDiv(-shift + stride - 1, stride));
            int last = Math.min(output.shape.size(0) - 1, Math.floorDiv(frames - 1 - shift, stride));
            if (first <= last) {
                kernels.multiply(
                        taps.get(tap),
                        input.data,
                        sequence * input.size() + (first * stride + shift) * channels,
                        stride * channels,
                        last - first + 1,
                        null,
                        output.data,
                        sequence * output.size() + first * spec.filters(),
                        spec.filters());
            }
        }
    }
}
