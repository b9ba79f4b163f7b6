package io.github.klibras.keras.engine;

/** Division of a line of values by its length, as Keras does it. */
final class UnitLength {

    private static final double LEAST_SQUARE = 1e-12;

    private UnitLength() {}

    static void of(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) values[i] * values[i];
        }
        double factor = 1 / Math.sqrt(Math.max(sum, LEAST_SQUARE));
        for (int i = from; i < to; i++) {
            values[i] = (float) (values[i] * factor);
        }
    }
}
