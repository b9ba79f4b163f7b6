package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * For each frame of a query [time, features], the mean of the frames of a value, weighted by the softmax of their scores.
 * The inputs are query, value and, if it is not the value, key. Masks are not supported.
 *
 * @param score how a frame of the query and one of the key make a score
 * @param useScale whether there is a weight {@code scale}
 * @param isCausal whether frames attend to earlier frames and themselves only
 */
public record AttentionSpec(Score score, boolean useScale, boolean isCausal) implements CausalSpec {

    /** The scores of Keras. */
    public enum Score {
        /** {@code scale · (q · k)}. */
        DOT,
        /** {@code concat_score_weight · sum(tanh(scale · (q + k)))}. */
        CONCAT,
        /** {@code sum(scale · tanh(q + k))}, with a scale for each feature. */
        ADDITIVE
    }

    static AttentionSpec read(LayerConfig config) {
        config.ignore("dropout", "seed");
        Score score = config.has("score_mode") ? config.oneOf("score_mode", Score.class) : Score.DOT;
        return new AttentionSpec(score, config.flag("use_scale"), config.flagOr("causal", false));
    }

    static AttentionSpec readAdditive(LayerConfig config) {
        config.ignore("dropout", "seed");
        return new AttentionSpec(Score.ADDITIVE, config.flag("use_scale"), config.flagOr("causal", false));
    }

    @Override
    public AttentionSpec causal() {
        return new AttentionSpec(score, useScale, true);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2 && inputs.size() != 3) {
            throw new InvalidModelException(
                    "has " + inputs.size() + " inputs, but query, value and perhaps key are expected");
        }
        Shape query = inputs.get(0).requireRank(2);
        Shape value = inputs.get(1).requireRank(2);
        Shape key = inputs.get(inputs.size() - 1).requireRank(2);
        if (query.requireLast() != key.requireLast() || key.size(0) != value.size(0)) {
            throw new InvalidModelException("cannot attend with inputs of shapes " + inputs);
        }
        return query.withLast(value.requireLast());
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>();
        if (useScale) {
            weights.add(
                    score == Score.ADDITIVE
                            ? WeightSpec.of("scale", inputs.get(0).requireLast())
                            : WeightSpec.of("scale"));
        }
        if (score == Score.CONCAT) {
            weights.add(WeightSpec.of("concat_score_weight"));
        }
        return weights;
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        if (maskedInputs.contains(true)) {
            throw new InvalidModelException("gets masked input, which is not supported");
        }
        return false;
    }
}
