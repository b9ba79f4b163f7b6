package io.github.klibras.keras.engine;

/**
 * The hyperbolic tangent as a quotient of two polynomials in x², fitted for minimum relative error (9e-9 before
 * rounding, 3e-7 in 32 bits). From {@link #LIMIT} on, it is 1 within 1.2e-7.
 */
final class RationalTanh {

    static final float LIMIT = 8.3f;

    static final float P1 = 0.13425864f;
    static final float P2 = 0.0035491628f;
    static final float P3 = 2.1508393e-5f;
    static final float P4 = 1.4648121e-8f;

    static final float Q1 = 0.4675919f;
    static final float Q2 = 0.026079925f;
    static final float Q3 = 0.000337394f;
    static final float Q4 = 8.295051e-7f;

    private RationalTanh() {}

    static float tanh(float value) {
        float x = Math.max(-LIMIT, Math.min(LIMIT, value));
        float u = x * x;
        float p = (((P4 * u + P3) * u + P2) * u + P1) * u + 1;
        float q = (((Q4 * u + Q3) * u + Q2) * u + Q1) * u + 1;
        // Rounding may leave the range, and the logarithm of a negative probability is none.
        return Math.max(-1, Math.min(1, x * p / q));
    }

    static float sigmoid(float x) {
        return 0.5f * tanh(0.5f * x) + 0.5f;
    }
}
