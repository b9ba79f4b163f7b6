package io.github.klibras.keras.layer;

import java.util.List;

/**
 * A computation that is written as an operator, not as a layer: masks of its inputs do not reach it, and its output has
 * none.
 *
 * @param computation the layer that computes the same
 */
public record UnmaskedSpec(LayerSpec computation) implements LayerSpec {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return computation.outputShape(inputs);
    }
}
