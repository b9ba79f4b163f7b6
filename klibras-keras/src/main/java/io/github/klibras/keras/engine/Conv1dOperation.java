package io.github.klibras.keras.engine;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.Conv1dSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;

import java.util.ArrayList;
import java.util.List;

/** Convolution as a sum of matrix products, one for each position in the window and each group of channels. */
final class Conv1dOperation implements Operation {

    private final Conv1dSpec spec;
    private final int channels;
    private final List<Kernels.Matrix> taps = new ArrayList<>();
    private final float[] bias;

    Conv1dOperation(Conv1dSpec spec, KerasLayer layer, Kernels kernels) {
        this.spec = spec;
        Tensor kernel = layer.weight("kernel");
        float[] values = kernel.toArray();
        this.channels = kernel.shape().size(1);
        int filters = spec.filters() / spec.groups();
        for (int tap = 0; tap < spec.kernelSize(); tap++) {
            for (int group = 0; group < spec.groups(); group++) {
                float[] matrix = new float[channels * filters];
                for (int channel = 0; channel < channels; channel++) {
                    int from = (tap * channels + channel) * spec.filters() + group * filters;
                    System.arraycopy(values, from, matrix, channel * filters, filters);
                }
                taps.add(kernels.matrix(matrix, channels, filters));
            }
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
        int stride = spec.stride();
        int before = spec.padding().before(frames, spec.window(), stride);
        for (int tap = 0; tap < spec.kernelSize(); tap++) {
            // The outputs for which this position in the window has a frame rather than padding.
            int shift = tap * spec.dilation() - before;
            int first = Math.max(0, Math.floorDiv(-shift + stride - 1, stride));
            int last = Math.min(output.shape.size(0) - 1, Math.floorDiv(frames - 1 - shift, stride));
            int in = sequence * input.size() + (first * stride + shift) * input.last();
            int out = sequence * output.size() + first * spec.filters();
            for (int group = 0; group < spec.groups() && first <= last; group++) {
                Kernels.Matrix matrix = taps.get(tap * spec.groups() + group);
                kernels.multiply(
                        matrix,
                        input.data,
                        in + group * channels,
                        stride * input.last(),
                        last - first + 1,
                        null,
                        output.data,
                        out + group * matrix.columns,
                        spec.filters());
            }
        }
    }
}
