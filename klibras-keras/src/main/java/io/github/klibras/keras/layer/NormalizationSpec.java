package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Normalization of each feature by a mean and a variance that are known: {@code (x - mean) / max(sqrt(variance), 1e-7)},
 * or the inverse of that. They are weights if they were counted by Keras ({@code adapt}), else settings.
 *
 * @param mean of each feature, or a single one for all; empty if it is a weight
 * @param variance likewise
 * @param invert whether the inverse is computed
 */
public record NormalizationSpec(List<Double> mean, List<Double> variance, boolean invert) implements ElementwiseSpec {

    public NormalizationSpec {
        mean = List.copyOf(mean);
        variance = List.copyOf(variance);
    }

    static NormalizationSpec read(LayerConfig config) {
        List<Double> mean = config.numbersOrNone("mean");
        List<Double> variance = config.numbersOrNone("variance");
        if (mean.isEmpty() != variance.isEmpty()) {
            throw new InvalidModelException("has only one of 'mean' and 'variance'");
        }
        if (mean.size() == 1 && config.isNullOrEmpty("axis")) {
            config.ignore("axis");
        } else {
            config.requireLastAxis("axis");
        }
        return new NormalizationSpec(mean, variance, config.has("invert") && config.flag("invert"));
    }

    /** Returns whether mean and variance are weights. */
    public boolean isAdapted() {
        return mean.isEmpty();
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        if (mean.size() > 1 && (mean.size() != input.requireLast() || variance.size() != mean.size())) {
            throw new InvalidModelException("has " + mean.size() + " means and " + variance.size()
                    + " variances, but gets input of shape " + input);
        }
        return input;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        if (!isAdapted()) {
            return List.of();
        }
        int features = Shape.only(inputs).requireLast();
        return List.of(
                WeightSpec.untrained("mean", features),
                WeightSpec.untrained("variance", features),
                WeightSpec.untrained("count"));
    }
}
