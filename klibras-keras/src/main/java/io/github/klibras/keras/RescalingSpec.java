package io.github.klibras.keras;

/** {@code scale · x + offset}. */
public record RescalingSpec(double scale, double offset) implements ElementwiseSpec {

    static RescalingSpec read(LayerConfig config) {
        return new RescalingSpec(config.number("scale"), config.number("offset"));
    }
}
