package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;

/** What frames take of others. */
final class AttentionWeights {

    private AttentionWeights() {}

    /**
     * Turns scores into weights, and adds so much of each row of values to a row of the output.
     *
     * @param seen how many scores count; the others are not attended to
     * @param valueAt where the first row of values begins
     */
    static void add(float[] scores, int seen, Values value, int valueAt, float[] output, int outputAt) {
        add(scores, seen, value.data, valueAt, value.last(), value.last(), output, outputAt);
    }

    /**
     * As the other one, for rows of {@code width} values that begin {@code stride} values apart.
     *
     * @param seen how many scores count; the others are not attended to
     */
    static void add(
            float[] scores,
            int seen,
            float[] values,
            int valueAt,
            int stride,
            int width,
            float[] output,
            int outputAt) {
        Activation.SOFTMAX.apply(scores, 0, seen);
        for (int row = 0; row < seen; row++) {
            for (int i = 0; i < width; i++) {
                output[outputAt + i] += scores[row] * values[valueAt + row * stride + i];
            }
        }
    }
}
