package io.github.klibras.keras;

/** A layer that does nothing, or nothing but in training, such as adding noise. */
public record IdentitySpec() implements ElementwiseSpec {

    static IdentitySpec read(LayerConfig config) {
        config.ignore("stddev", "seed", "l1", "l2");
        return new IdentitySpec();
    }
}
