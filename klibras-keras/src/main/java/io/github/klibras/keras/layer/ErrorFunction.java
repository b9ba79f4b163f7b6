package io.github.klibras.keras.layer;

/** The error function, in double precision. */
final class ErrorFunction {

    /** From here on, the function is 1 in double precision. */
    private static final double SATURATED = 6;

    /** From here on, the series takes more terms than the continued fraction. */
    private static final double SERIES_END = 2.5;

    private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private ErrorFunction() {}

    static double of(double x) {
        double magnitude = Math.abs(x);
        if (!(magnitude < SATURATED)) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        return Math.copySign(magnitude < SERIES_END ? series(magnitude) : 1 - fraction(magnitude), x);
    }

    /**
     * Computes 2/√π · e^(-x²) · (x + 2x³/3 + 4x⁵/15 + …), whose terms have one sign, so nothing cancels (DLMF 7.6.2).
     */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-17; n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_BY_ROOT_PI * Math.exp(-x * x) * sum;
    }

    /**
     * Computes the complement as a continued fraction, e^(-x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))
     * (DLMF 7.9.1).
     */
    private static double fraction(double x) {
        double value = x;
        for (int n = 60; n > 0; n--) {
            value = x + 0.5 * n / value;
        }
        return Math.exp(-x * x) / (Math.sqrt(Math.PI) * value);
    }
}
