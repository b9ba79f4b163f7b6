package io.github.klibras.keras;

import java.util.List;

/** Dropout, which does nothing but in training. */
public record DropoutSpec() implements LayerSpec {

    static DropoutSpec read(LayerConfig config) {
        config.ignore("rate", "seed", "noise_shape");
        return new DropoutSpec();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }
}
