package io.github.klibras.keras.layer;

/** {@code x} for {@code x > 0}, else {@code alpha · (exp(x) - 1)}. */
public record EluSpec(double alpha) implements ElementwiseSpec {

    static EluSpec read(LayerConfig config) {
        return new EluSpec(config.number("alpha"));
    }
}
