package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.LayerNormalizationSpec;
import io.github.klibras.keras.Shape;

import java.util.Arrays;

/** The function of a line of values that normalization by its own mean and variance is. */
final class LayerNormalizationFunction implements RowFunction {

    private final double epsilon;
    private final float[] gamma;
    private final float[] beta;

    LayerNormalizationFunction(LayerNormalizationSpec spec, KerasLayer layer) {
        Shape shape = layer.outputShape();
        int features = shape.size(shape.dimension(spec.axis()));
        this.epsilon = spec.epsilon();
        this.beta = spec.center() ? layer.weight("beta").toArray() : new float[features];
        this.gamma = spec.scale() ? layer.weight("gamma").toArray() : new float[features];
        if (!spec.scale()) {
            Arrays.fill(gamma, 1);
        }
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
            values[i] = (float) ((values[i] - mean) * factor * gamma[i - from] + beta[i - from]);
        }
    }
}
