package io.github.klibras.keras.layer;

import java.util.List;

/**
 * The maximum or mean of each window of frames of [time, channels]; with {@link Padding#SAME}, of the actual frames in
 * the window.
 */
public record Pooling1dSpec(Kind kind, int size, int stride, Padding padding) implements LayerSpec {

    /** The kinds of pooling. */
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
            throw new InvalidModelException("'padding' is causal, which pooling does not know");
        }
        return input.withFirstSize(padding.outputFrames(input.size(0), size, stride));
    }
}
