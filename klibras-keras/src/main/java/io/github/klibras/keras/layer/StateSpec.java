package io.github.klibras.keras.layer;

import java.util.List;

/**
 * A state of a recurrent layer after the last frame: what {@code return_state} adds to its output.
 *
 * @param layer whose state it is
 * @param index 0 for the hidden state, 1 for the cell of an LSTM
 */
public record StateSpec(RecurrentSpec layer, int index) implements LayerSpec {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        layer.outputShape(inputs);
        return Shape.of(layer.units());
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return layer.weights(inputs);
    }
}
