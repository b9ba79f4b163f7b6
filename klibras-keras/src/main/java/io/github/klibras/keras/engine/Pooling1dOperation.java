package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.Pooling1dSpec.Kind;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

final class Pooling1dOperation implements Operation {

    private final Pooling1dSpec spec;

    Pooling1dOperation(Pooling1dSpec spec) {
        this.spec = spec;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        return new Bound(output, () -> run(input, output));
    }

    private void run(Values input, Values output) {
        int frames = input.shape.size(0);
        int outputs = output.shape.size(0);
        int before = spec.padding().before(frames, spec.size(), spec.stride());
        for (int sequence = 0; sequence < input.batch; sequence++) {
            for (int i = 0; i < outputs; i++) {
                int start = i * spec.stride() - before;
                pool(
                        input,
                        sequence * frames + Math.max(start, 0),
                        sequence * frames + Math.min(start + spec.size(), frames),
                        output,
                        sequence * outputs + i);
            }
        }
    }

    private void pool(Values input, int from, int to, Values output, int row) {
        int channels = input.last();
        for (int channel = 0; channel < channels; channel++) {
            float value = spec.kind() == Kind.MAX
                    ? max(input.data, channels, channel, from, to)
                    : (float) (sum(input.data, channels, channel, from, to) / (to - from));
            output.data[row * channels + channel] = value;
        }
    }

    static float max(float[] data, int channels, int channel, int from, int to) {
        float max = Float.NEGATIVE_INFINITY;
        for (int frame = from; frame < to; frame++) {
            max = Math.max(max, data[frame * channels + channel]);
        }
        return max;
    }

    private static double sum(float[] data, int channels, int channel, int from, int to) {
        double sum = 0;
        for (int frame = from; frame < to; frame++) {
            sum += data[frame * channels + channel];
        }
        return sum;
    }
}
