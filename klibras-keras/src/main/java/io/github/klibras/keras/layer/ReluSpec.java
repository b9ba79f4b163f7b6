package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

/**
 * {@code x} for {@code x > threshold}, else {@code negativeSlope · (x - threshold)}. With a maximum, values above the
 * threshold are clipped to the range from 0 to {@code maxValue}.
 *
 * @param maxValue null for none
 */
public record ReluSpec(@Nullable Double maxValue, double negativeSlope, double threshold) implements ElementwiseSpec {

    static ReluSpec read(LayerConfig config) {
        return new ReluSpec(
                config.numberOrNull("max_value"), config.number("negative_slope"), config.number("threshold"));
    }

    /** Reads LeakyReLU, whose slope Keras 2 calls alpha. */
    static ReluSpec readLeaky(LayerConfig config) {
        return new ReluSpec(null, config.number(config.has("alpha") ? "alpha" : "negative_slope"), 0);
    }
}
