package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.AttentionSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;

import java.util.Arrays;
import java.util.List;

final class AttentionOperation implements Operation {

    private final AttentionSpec spec;
    private final float[] scale;
    private final float concatWeight;

    AttentionOperation(AttentionSpec spec, KerasLayer layer) {
        this.spec = spec;
        this.scale = spec.useScale() ? layer.weight("scale").toArray() : new float[] {1};
        this.concatWeight = spec.score() == AttentionSpec.Score.CONCAT
                ? layer.weight("concat_score_weight").value(0)
                : 1;
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values query = inputs.get(0);
        Values value = inputs.get(1);
        Values key = inputs.get(inputs.size() - 1);
        Values output = Values.of(query.batch, shape, null);
        float[] scores = new float[value.shape.size(0)];
        return new Bound(output, () -> {
            Arrays.fill(output.data, 0);
            for (int row = 0; row < query.rows(); row++) {
                int frame = row % query.shape.size(0);
                int sequence = row / query.shape.size(0);
                int seen = spec.isCausal() ? Math.min(frame + 1, scores.length) : scores.length;
                for (int other = 0; other < seen; other++) {
                    scores[other] = score(query, row, key, sequence * scores.length + other);
                }
                AttentionWeights.add(scores, seen, value, sequence * value.size(), output.data, row * output.last());
            }
        });
    }

    private float score(Values query, int queryRow, Values key, int keyRow) {
        int features = query.last();
        double score = 0;
        for (int i = 0; i < features; i++) {
            float q = query.data[queryRow * features + i];
            float k = key.data[keyRow * features + i];
            score += switch (spec.score()) {
                case DOT -> (double) q * k;
                case CONCAT -> Math.tanh(scale[0] * (q + k));
                case ADDITIVE -> scale[scale.length == 1 ? 0 : i] * Math.tanh(q + k);
            };
        }
        return (float) (spec.score() == AttentionSpec.Score.DOT ? score * scale[0] : score * concatWeight);
    }
}
