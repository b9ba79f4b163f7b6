package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Normalization of each line of values along one dimension by its own mean and variance: {@code gamma · (x - mean) /
 * sqrt(variance + epsilon) + beta}.
 *
 * @param epsilon positive
 * @param scale whether there is a gamma; otherwise it is 1
 * @param center whether there is a beta; otherwise it is 0
 * @param axis that dimension, counting the batch, or -1 for the last
 */
public record LayerNormalizationSpec(double epsilon, boolean scale, boolean center, int axis)
        implements ElementwiseSpec {

    static LayerNormalizationSpec read(LayerConfig config) {
        config.ignore(
                "beta_initializer",
                "gamma_initializer",
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint");
        config.requireOff("rms_scaling");
        return new LayerNormalizationSpec(
                config.number("epsilon"),
                config.flag("scale"),
                config.flag("center"),
                config.integerOrListOfOne("axis"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        input.dimension(axis);
        return input;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        int features = input.requireKnown(input.dimension(axis));
        List<WeightSpec> weights = new ArrayList<>();
        if (scale) {
            weights.add(WeightSpec.of("gamma", features));
        }
        if (center) {
            weights.add(WeightSpec.of("beta", features));
        }
        return weights;
    }
}
