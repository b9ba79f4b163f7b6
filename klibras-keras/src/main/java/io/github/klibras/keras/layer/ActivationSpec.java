package io.github.klibras.keras.layer;

/** An activation function as a separate layer. */
public record ActivationSpec(Activation activation) implements ElementwiseSpec {

    static ActivationSpec read(LayerConfig config) {
        return new ActivationSpec(config.activation("activation"));
    }
}
