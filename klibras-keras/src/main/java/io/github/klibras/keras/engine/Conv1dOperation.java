package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.Conv1dSpec;
import io.github.klibras.keras.layer.DepthwiseConv1dSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Convolution as a sum of matrix products, one for each position in the window and each group of channels. */
final class Conv1dOperation implements Operation {

    private final Conv1dSpec spec;
    private final int channels;
    private final List<Kernels.Matrix> taps = new ArrayList<>();
    private final float[] bias;

    Conv1dOperation(Conv1dSpec spec, KerasLayer layer, Kernels kernels) {
        this(
                spec,
                layer.weight("kernel").toArray(),
                spec.useBias() ? layer.weight("bias").toArray() : null,
                kernels);
    }

    /** @param kernel [kernelSize, channels / groups, filters] */
    Conv1dOperation(Conv1dSpec spec, float[] kernel, float @Nullable [] bias, Kernels kernels) {
        this.spec = spec;
        this.channels = kernel.length / (spec.kernelSize() * spec.filters());
        int filters = spec.filters() / spec.groups();
        for (int tap = 0; tap < spec.kernelSize(); tap++) {
            for (int group = 0; group < spec.groups(); group++) {
                float[] matrix = new float[channels * filters];
                for (int channel = 0; channel < channels; channel++) {
                    int from = (tap * channels + channel) * spec.filters() + group * filters;
                    System.arraycopy(kernel, from, matrix, channel * filters, filters);
                }
                taps.add(kernels.matrix(matrix, channels, filters));
            }
        }
        this.bias = bias == null ? new float[spec.filters()] : bias;
    }

    static Conv1dOperation depthwise(DepthwiseConv1dSpec spec, KerasLayer layer, Kernels kernels) {
        Tensor kernel = layer.weight(spec.kernelName());
        float[] bias = spec.useBias() ? layer.weight("bias").toArray() : null;
        return new Conv1dOperation(spec.grouped(kernel.shape().size(1)), kernel.toArray(), bias, kernels);
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
