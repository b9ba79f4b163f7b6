package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Normalization by training statistics, one for each index along one dimension:
 * {@code gamma · (x - moving_mean) / sqrt(moving_variance + epsilon) + beta}.
 *
 * @param epsilon positive
 * @param scale whether there is a gamma; otherwise it is 1
 * @param center whether there is a beta; otherwise it is 0
 * @param axis that dimension, counting the batch, or -1 for the last
 */
public record BatchNormalizationSpec(double epsilon, boolean scale, boolean center, int axis)
        implements ElementwiseSpec {

    static BatchNormalizationSpec read(LayerConfig config) {
        config.ignore(
                "momentum",
                "beta_initializer",
                "gamma_initializer",
                "moving_mean_initializer",
                "moving_variance_initializer",
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint",
                "synchronized",
                "renorm_clipping",
                "renorm_momentum");
        config.requireOff("renorm");
        return new BatchNormalizationSpec(
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
        weights.add(WeightSpec.untrained("moving_mean", features));
        weights.add(WeightSpec.untrained("moving_variance", features));
        return weights;
    }
}
