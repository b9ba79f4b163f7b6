package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Division of each line of values along one dimension by its length: {@code x / sqrt(max(sum of x², 1e-12))}.
 *
 * @param axis that dimension, counting the batch, or -1 for the last
 */
public record UnitNormalizationSpec(int axis) implements ElementwiseSpec {

    static UnitNormalizationSpec read(LayerConfig config) {
        return new UnitNormalizationSpec(config.integerOrListOfOne("axis"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        input.dimension(axis);
        return input;
    }
}
