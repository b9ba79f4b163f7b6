package io.github.klibras.keras;

import java.util.List;

/**
 * The greatest or the mean value of each window of frames of [time, channels]; with {@link Padding#SAME} of the frames
 * that there are.
 */
public record Pooling1dSpec(Kind kind, int size, int stride, Padding padding) implements LayerSpec {

    /** What becomes of the values of a window. */
    public enum Kind {
        MAX,
        AVERAGE
    }

    static Pooling1dSpec read(Kind kind, LayerConfig config) {
        config.requireChannelsLast();
        int size = config.positiveOrListOfOne("pool_size");
        return new Pooling1dSpec(
                kind,
                size,
                config.isNull("strides") ? size : config.positiveOrListOfOne("strides"),
                config.oneOf("padding", Padding.class));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(2);
        if (padding == Padding.CAUSAL) {
            throw new KerasModelException("'padding' is causal, which pooling does not know");
        }
        return input.withFirstSize(padding.outputFrames(input.size(0), size, stride));
    }
}
