package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LayerNormalizationSpec;
import org.jspecify.annotations.Nullable;

/** Normalization of a line of values by its own mean and variance. */
final class LayerNormalizationFunction implements RowFunction {

    private final double epsilon;
    private final float @Nullable [] gamma;
    private final float @Nullable [] beta;

    LayerNormalizationFunction(LayerNormalizationSpec spec, KerasLayer layer) {
        this.epsilon = spec.epsilon();
        this.beta = spec.center() ? layer.weight("beta").toArray() : null;
        this.gamma = spec.scale() ? layer.weight("gamma").toArray() : null;
    }

    @Override
    public void apply(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        double mean = sum / (to - from);
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        double factor = 1 / Math.sqrt(squares / (to - from) + epsilon);
        for (int i = from; i < to; i++) {
            double normalized = (values[i] - mean) * factor;
            double scaled = gamma == null ? normalized : normalized * gamma[i - from];
            values[i] = (float) (beta == null ? scaled : scaled + beta[i - from]);
        }
    }
}
