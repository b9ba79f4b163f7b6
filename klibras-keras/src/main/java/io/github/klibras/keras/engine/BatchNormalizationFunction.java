package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.KerasLayer;

/** Normalization of a line of values by training statistics. */
final class BatchNormalizationFunction implements RowFunction {

    private final float[] mean;
    private final float[] factor;
    private final float[] beta;

    BatchNormalizationFunction(BatchNormalizationSpec spec, KerasLayer layer) {
        this.mean = layer.weight("moving_mean").toArray();
        this.factor = layer.weight("moving_variance").toArray();
        this.beta = spec.center() ? layer.weight("beta").toArray() : new float[mean.length];
        float[] gamma = spec.scale() ? layer.weight("gamma").toArray() : null;
        for (int i = 0; i < factor.length; i++) {
            factor[i] = (float) ((gamma == null ? 1 : gamma[i]) / Math.sqrt(factor[i] + spec.epsilon()));
        }
    }

    @Override
    public void apply(float[] values, int from, int to) {
        for (int i = 0; i < mean.length; i++) {
            values[from + i] = (values[from + i] - mean[i]) * factor[i] + beta[i];
        }
    }
}
