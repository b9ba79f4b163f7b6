package io.github.klibras.keras.layer;

import java.util.List;

/**
 * {@code exp(x) / sum of exp} over one dimension.
 *
 * @param axis the dimension, counting the batch, or -1 for the last
 */
public record SoftmaxSpec(int axis) implements LayerSpec {

    static SoftmaxSpec read(LayerConfig config) {
        return new SoftmaxSpec(config.integerOrListOfOne("axis"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        input.dimension(axis);
        return input;
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        if (maskedInputs.get(0)) {
            throw new InvalidModelException("gets masked input, which is not supported");
        }
        return false;
    }
}
