package io.github.klibras.keras;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * The activation functions that are computed exactly as Keras 2 and 3 define them. Names whose meaning differs between
 * the two ({@code hard_sigmoid}, {@code gelu}, {@code leaky_relu}) are left out on purpose.
 */
public enum Activation {
    /** x. */
    LINEAR,
    /** max(x, 0). */
    RELU,
    /** The hyperbolic tangent. */
    TANH,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** exp(x) / sum of exp over the last dimension. */
    SOFTMAX,
    /** x for x > 0, else exp(x) - 1. */
    ELU,
    /** 1.0507009873554805 · (x for x > 0, else 1.6732632423543772 · (exp(x) - 1)). */
    SELU,
    /** log(exp(x) + 1). */
    SOFTPLUS,
    /** x / (|x| + 1). */
    SOFTSIGN,
    /** x · sigmoid(x); Keras calls it swish too. */
    SILU;

    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    /** Finds a function by the name that Keras gives it. */
    static Activation ofKeras(String name) {
        if (name.equals("swish")) {
            return SILU;
        }
        return Arrays.stream(values())
                .filter(activation -> activation.kerasName().equals(name))
                .findFirst()
                .orElseThrow(() -> new KerasModelException("activation '" + name + "' is not supported; supported are "
                        + Arrays.stream(values()).map(Activation::kerasName).collect(Collectors.joining(", "))));
    }

    /**
     * Replaces values by the function of them. Computed in double precision.
     *
     * @param values holds one row, over which {@link #SOFTMAX} sums
     * @param from the first value's index
     * @param to the index behind the last value
     */
    public void apply(float[] values, int from, int to) {
        switch (this) {
            case LINEAR -> {}
            case RELU -> each(values, from, to, x -> Math.max(x, 0));
            case TANH -> tanh(values, from, to);
            case SIGMOID -> sigmoid(values, from, to);
            case SOFTMAX -> softmax(values, from, to);
            case ELU -> each(values, from, to, x -> x > 0 ? x : Math.expm1(x));
            case SELU -> each(values, from, to, x -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)));
            case SOFTPLUS -> each(values, from, to, x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
            case SOFTSIGN -> each(values, from, to, x -> x / (Math.abs(x) + 1));
            case SILU -> each(values, from, to, x -> x / (1 + Math.exp(-x)));
        }
    }

    // Math.exp is an intrinsic, Math.tanh is not: several times slower.
    private static void tanh(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double e = Math.exp(-2.0 * Math.abs(values[i]));
            values[i] = (float) Math.copySign((1 - e) / (1 + e), values[i]);
        }
    }

    private static void sigmoid(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = (float) (1 / (1 + Math.exp(-values[i])));
        }
    }

    private static void softmax(float[] values, int from, int to) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(values[i] - max);
        }
        for (int i = from; i < to; i++) {
            values[i] = (float) (Math.exp(values[i] - max) / sum);
        }
    }

    private static void each(float[] values, int from, int to, DoubleUnaryOperator function) {
        for (int i = from; i < to; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
    }

    /** Returns the name that Keras gives it. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
