package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.MultiHeadAttentionSpec;
import io.github.klibras.keras.layer.Shape;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

final class MultiHeadAttentionOperation implements Operation {

    /** A matrix product with a bias for each row. */
    private static final class Projection {

        private final Kernels.Matrix matrix;
        private final float @Nullable [] bias;

        Projection(String name, int rows, int columns, KerasLayer layer, boolean useBias, Kernels kernels) {
            this.matrix = kernels.matrix(layer.weight(name + "/kernel").toArray(), rows, columns);
            this.bias = useBias ? layer.weight(name + "/bias").toArray() : null;
        }

        void apply(float[] from, int rowSize, int rows, float[] to, Kernels kernels) {
            kernels.multiply(matrix, from, 0, rowSize, rows, bias, to, 0, matrix.columns);
        }
    }

    private final MultiHeadAttentionSpec spec;
    private final Projection queries;
    private final Projection keys;
    private final Projection values;
    private final Projection outputs;

    MultiHeadAttentionOperation(MultiHeadAttentionSpec spec, KerasLayer layer, Kernels kernels) {
        this.spec = spec;
        int keyColumns = spec.heads() * spec.keySize();
        int valueColumns = spec.heads() * spec.valueSize();
        this.queries = projection("query", keyColumns, layer, kernels);
        this.keys = projection("key", keyColumns, layer, kernels);
        this.values = projection("value", valueColumns, layer, kernels);
        this.outputs = new Projection(
                "output", valueColumns, layer.weight("output/kernel").shape().last(), layer, spec.useBias(), kernels);
    }

    private Projection projection(String name, int columns, KerasLayer layer, Kernels kernels) {
        int features = layer.weight(name + "/kernel").shape().size(0);
        return new Projection(name, features, columns, layer, spec.useBias(), kernels);
    }

    @Override
    public Bound bind(List<Values> inputs, Shape shape, Kernels kernels) {
        Values query = inputs.get(0);
        Values value = inputs.get(1);
        Values key = inputs.get(inputs.size() - 1);
        Values output = Values.of(query.batch, shape, null);
        int keyColumns = spec.heads() * spec.keySize();
        int valueColumns = spec.heads() * spec.valueSize();
        float[] q = new float[Math.multiplyExact(query.rows(), keyColumns)];
        float[] k = new float[Math.multiplyExact(key.rows(), keyColumns)];
        float[] v = new float[Math.multiplyExact(value.rows(), valueColumns)];
        float[] attended = new float[Math.multiplyExact(query.rows(), valueColumns)];
        float[] scores = new float[value.shape.size(0)];
        return new Bound(output, () -> {
            queries.apply(query.data, query.last(), query.rows(), q, kernels);
            keys.apply(key.data, key.last(), key.rows(), k, kernels);
            values.apply(value.data, value.last(), value.rows(), v, kernels);
            Arrays.fill(attended, 0);
            for (int row = 0; row < query.rows(); row++) {
                attend(row, query.shape.size(0), q, k, v, scores, attended);
            }
            outputs.apply(attended, valueColumns, query.rows(), output.data, kernels);
        });
    }

    private void attend(int row, int frames, float[] q, float[] k, float[] v, float[] scores, float[] attended) {
        int keyColumns = spec.heads() * spec.keySize();
        int valueColumns = spec.heads() * spec.valueSize();
        int firstOther = row / frames * scores.length;
        int seen = spec.isCausal() ? Math.min(row % frames + 1, scores.length) : scores.length;
        double factor = 1 / Math.sqrt(spec.keySize());
        for (int head = 0; head < spec.heads(); head++) {
            int queryAt = row * keyColumns + head * spec.keySize();
            for (int other = 0; other < seen; other++) {
                int keyAt = (firstOther + other) * keyColumns + head * spec.keySize();
                double score = 0;
                for (int i = 0; i < spec.keySize(); i++) {
                    score += (double) q[queryAt + i] * k[keyAt + i];
                }
                scores[other] = (float) (score * factor);
            }
            AttentionWeights.add(
                    scores,
                    seen,
                    v,
                    firstOther * valueColumns + head * spec.valueSize(),
                    valueColumns,
                    spec.valueSize(),
                    attended,
                    row * valueColumns + head * spec.valueSize());
        }
    }
}
