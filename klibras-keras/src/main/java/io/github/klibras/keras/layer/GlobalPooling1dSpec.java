package io.github.klibras.keras.layer;

import java.util.List;

/**
 * The maximum or mean of all frames of [time, channels]; the mean skips masked frames.
 *
 * @param keepDimensions whether the output is [1, channels] rather than [channels]
 */
public record GlobalPooling1dSpec(Pooling1dSpec.Kind kind, boolean keepDimensions) implements LayerSpec {

    static GlobalPooling1dSpec read(Pooling1dSpec.Kind kind, LayerConfig config) {
        config.requireChannelsLast();
        return new GlobalPooling1dSpec(kind, config.flagOr("keepdims", false));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(2);
        return keepDimensions ? input.withFirstSize(1) : input.withoutFirst();
    }
}
