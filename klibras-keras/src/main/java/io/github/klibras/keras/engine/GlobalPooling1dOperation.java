package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.Pooling1dSpec.Kind;
import io.github.klibras.keras.layer.Shape;

import java.util.List;

final class GlobalPooling1dOperation implements Operation {

    private final GlobalPooling1dSpec spec;

    GlobalPooling1dOperation(GlobalPooling1dSpec spec) {
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
        int channels = input.last();
        for (int sequence = 0; sequence < input.batch; sequence++) {
            int from = sequence * frames;
            for (int channel = 0; channel < channels; channel++) {
                output.data[sequence * channels + channel] = spec.kind() == Kind.MAX
                        ? Pooling1dOperation.max(input.data, channels, channel, from, from + frames)
                        : mean(input, channel, from, from + frames);
            }
        }
    }

    /** Returns the mean of the frames that count; NaN if none do, as in Keras. */
    private static float mean(Values input, int channel, int from, int to) {
        boolean[] mask = input.mask;
        int channels = input.last();
        double sum = 0;
        int count = 0;
        for (int frame = from; frame < to; frame++) {
            if (mask == null || mask[frame]) {
                sum += input.data[frame * channels + channel];
                count++;
            }
        }
        return (float) (sum / count);
    }
}
