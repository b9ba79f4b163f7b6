package io.github.klibras.keras.layer;

/**
 * Dropout of any kind, which has an effect in training only.
 *
 * @param rate the fraction that is dropped in training, 0 to 1
 */
public record DropoutSpec(double rate) implements ElementwiseSpec {

    static DropoutSpec read(LayerConfig config) {
        config.ignore("seed", "noise_shape");
        return new DropoutSpec(config.number("rate"));
    }
}
