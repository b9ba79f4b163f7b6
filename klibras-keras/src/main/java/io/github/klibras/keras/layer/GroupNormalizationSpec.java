package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Normalization of groups of channels, over all other dimensions of a tensor together, by their own mean and variance:
 * {@code gamma · (x - mean) / sqrt(variance + epsilon) + beta}. The channels are the last dimension.
 *
 * @param groups how many groups; -1 for one group for each channel
 * @param epsilon positive
 * @param scale whether there is a gamma for each channel; otherwise it is 1
 * @param center whether there is a beta for each channel; otherwise it is 0
 */
public record GroupNormalizationSpec(int groups, double epsilon, boolean scale, boolean center)
        implements ElementwiseSpec {

    static GroupNormalizationSpec read(LayerConfig config) {
        config.ignore(
                "beta_initializer",
                "gamma_initializer",
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint");
        config.requireLastAxis("axis");
        return new GroupNormalizationSpec(
                config.integer("groups"), config.number("epsilon"), config.flag("scale"), config.flag("center"));
    }

    /** Returns how many groups there are of so many channels. */
    public int groupsOf(int channels) {
        return groups == -1 ? channels : groups;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        int channels = input.requireLast();
        if (groupsOf(channels) < 1 || channels % groupsOf(channels) != 0) {
            throw new InvalidModelException(
                    "'groups' is " + groups + ", which does not divide " + channels + " channels");
        }
        return input;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Shape.only(inputs).requireLast();
        List<WeightSpec> weights = new ArrayList<>();
        if (scale) {
            weights.add(WeightSpec.of("gamma", channels));
        }
        if (center) {
            weights.add(WeightSpec.of("beta", channels));
        }
        return weights;
    }
}
