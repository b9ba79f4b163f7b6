package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Crop1dSpec;
import io.github.klibras.keras.layer.RepeatVectorSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.UpSampling1dSpec;

import java.util.List;
import java.util.function.IntUnaryOperator;

/** Builds a sequence from frames of another sequence and frames of zeros. */
final class FrameOperation implements Operation {

    private final IntUnaryOperator source;

    /** @param source returns the input frame for each output frame; a frame outside the input is zeros */
    private FrameOperation(IntUnaryOperator source) {
        this.source = source;
    }

    static FrameOperation of(Crop1dSpec spec) {
        return new FrameOperation(frame -> frame - spec.before());
    }

    static FrameOperation of(UpSampling1dSpec spec) {
        return new FrameOperation(frame -> frame / spec.times());
    }

    /** Returns the operation for RepeatVector, whose input is treated as a sequence of one frame. */
    static FrameOperation of(RepeatVectorSpec spec) {
        return new FrameOperation(frame -> frame / spec.times());
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values input = inputs.get(0);
        Values output = Values.of(input.batch, shape, null);
        int features = shape.last();
        int frames = input.size() / features;
        int outputs = shape.size(0);
        return new Bound(output, () -> {
            for (int sequence = 0; sequence < input.batch; sequence++) {
                for (int frame = 0; frame < outputs; frame++) {
                    int from = source.applyAsInt(frame);
                    if (from >= 0 && from < frames) {
                        System.arraycopy(
                                input.data,
                                (sequence * frames + from) * features,
                                output.data,
                                (sequence * outputs + frame) * features,
                                features);
                    }
                }
            }
        });
    }
}
