package io.github.klibras.keras.layer;

import java.util.List;

/**
 * Division of each row of features by the root of its mean square: {@code scale · x / sqrt(mean(x²) + epsilon)}.
 *
 * @param epsilon positive
 */
public record RmsNormalizationSpec(double epsilon) implements ElementwiseSpec {

    static RmsNormalizationSpec read(LayerConfig config) {
        config.ignore("scale_initializer", "gamma_initializer");
        config.requireLastAxis("axis");
        return new RmsNormalizationSpec(config.number("epsilon"));
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return List.of(WeightSpec.of("scale", Shape.only(inputs).requireLast()));
    }
}
