package io.github.klibras.keras.layer;

/** A layer that does nothing, or has an effect in training only, such as adding noise. */
public record IdentitySpec() implements ElementwiseSpec {

    static IdentitySpec read(LayerConfig config) {
        config.ignore("stddev", "seed", "l1", "l2");
        return new IdentitySpec();
    }
}
