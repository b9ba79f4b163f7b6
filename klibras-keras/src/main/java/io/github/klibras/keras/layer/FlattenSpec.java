package io.github.klibras.keras.layer;

import java.util.List;

/** Flattening of all values to one row. */
public record FlattenSpec() implements LayerSpec {

    static FlattenSpec read(LayerConfig config) {
        config.requireChannelsLast();
        return new FlattenSpec();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        return Shape.of(input.isKnown() ? Math.toIntExact(input.elements()) : Shape.UNKNOWN);
    }
}
