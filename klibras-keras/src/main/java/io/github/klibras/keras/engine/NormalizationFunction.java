package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.NormalizationSpec;

import java.util.List;

/** Normalization of a row of features by means and variances that are known. */
final class NormalizationFunction implements RowFunction {

    private static final double LEAST_DEVIATION = 1e-7;

    private final boolean invert;
    private final double[] means;
    private final double[] deviations;

    NormalizationFunction(NormalizationSpec spec, KerasLayer layer) {
        this.invert = spec.invert();
        this.means = spec.isAdapted() ? doubles(layer.weight("mean").toArray()) : doubles(spec.mean());
        this.deviations = spec.isAdapted() ? doubles(layer.weight("variance").toArray()) : doubles(spec.variance());
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.max(Math.sqrt(deviations[i]), LEAST_DEVIATION);
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public void apply(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double mean = means[means.length == 1 ? 0 : i - from];
            double deviation = deviations[deviations.length == 1 ? 0 : i - from];
            values[i] = (float) (invert ? mean + values[i] * deviation : (values[i] - mean) / deviation);
        }
    }
}
