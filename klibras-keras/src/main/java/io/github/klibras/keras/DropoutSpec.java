package io.github.klibras.keras;

import java.util.List;

/**
 * Dropout, which does nothing but in training.
 *
 * @param rate the fraction that is dropped in training, 0 to 1
 */
public record DropoutSpec(double rate) implements LayerSpec {

    static DropoutSpec read(LayerConfig config) {
        config.ignore("seed", "noise_shape");
        return new DropoutSpec(config.number("rate"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }
}
