package io.github.klibras.keras;

import java.util.List;

/** An activation function as a layer of its own. */
public record ActivationSpec(Activation activation) implements LayerSpec {

    static ActivationSpec read(LayerConfig config) {
        return new ActivationSpec(config.activation("activation"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }
}
