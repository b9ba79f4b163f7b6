package io.github.klibras.keras.layer;

import java.util.List;

/**
 * A layer with another one in the place of its activation function, as {@code Dense(4, activation=LeakyReLU())}.
 *
 * @param first has the weights
 * @param activation has none
 */
public record ChainSpec(LayerSpec first, LayerSpec activation) implements LayerSpec {

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return activation.outputShape(List.of(first.outputShape(inputs)));
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return first.weights(inputs);
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return activation.masksOutput(List.of(first.masksOutput(maskedInputs)));
    }
}
