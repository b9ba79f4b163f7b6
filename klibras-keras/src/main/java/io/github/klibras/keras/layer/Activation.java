package io.github.klibras.keras.layer;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * The activation functions that are computed exactly as Keras defines them, with Keras' default arguments. Keras 2 and
 * 3 use the name {@code hard_sigmoid} for different functions; the file's version decides.
 */
public enum Activation {
    /** x. */
    LINEAR,
    /** max(x, 0). */
    RELU,
    /** min(max(x, 0), 6). */
    RELU6,
    /** x for x > 0, else 0.2 · x. */
    LEAKY_RELU,
    /** The hyperbolic tangent. */
    TANH,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** exp(x) / sum of exp over the last dimension. */
    SOFTMAX,
    /** The logarithm of {@link #SOFTMAX}. */
    LOG_SOFTMAX,
    /**
     * max(x - t, 0), with Keras' t: (sum of c - 1) / k, where c are the cumulative sums of the k largest values x with
     * 1 + rank · x > c. (The article that Keras names, arXiv:1602.02068, has the last c in place of their sum.)
     */
    SPARSEMAX,
    /** x for x > 0, else exp(x) - 1. */
    ELU,
    /** 1.0507009873554805 · (x for x > 0, else 1.6732632423543772 · (exp(x) - 1)). */
    SELU,
    /** The same as {@link #ELU}, with Keras' default argument. */
    CELU,
    /**
     * x · P(X ≤ x) for the standard normal distribution, computed with the error function rather than an approximation.
     */
    GELU,
    /** log(exp(x) + 1). */
    SOFTPLUS,
    /** x / (|x| + 1). */
    SOFTSIGN,
    /** x · sigmoid(x); Keras also calls it swish. */
    SILU,
    /** x · tanh(softplus(x)). */
    MISH,
    /** exp(x). */
    EXPONENTIAL,
    /** log(sigmoid(x)). */
    LOG_SIGMOID,
    /** Keras 3: min(max(x / 6 + 1/2, 0), 1). */
    HARD_SIGMOID,
    /** Keras 2: min(max(0.2 · x + 1/2, 0), 1). */
    HARD_SIGMOID_OF_KERAS_2,
    /** x · {@link #HARD_SIGMOID}; Keras also calls it hard_swish. */
    HARD_SILU,
    /** min(max(x, -1), 1). */
    HARD_TANH,
    /** x - tanh(x). */
    TANH_SHRINK,
    /** {@code x - 1/2} for {@code x > 1/2}, {@code x + 1/2} for {@code x < -1/2}, else 0. */
    SOFT_SHRINK,
    /** x for |x| > 1/2, else 0. */
    HARD_SHRINK,
    /** (x + sqrt(x² + 4)) / 2. */
    SQUAREPLUS,
    /** x for x ≥ 1, 0 for x ≤ -1, else (x + 1)² / 4. */
    SPARSE_PLUS,
    /** min(max((x + 1) / 2, 0), 1). */
    SPARSE_SIGMOID;

    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    /** Finds a function by its name in a version of Keras. */
    static Activation ofKeras(String name, KerasVersion version) {
        return switch (name) {
            case "swish" -> SILU;
            case "hard_swish" -> HARD_SILU;
            case "hard_sigmoid" -> version.major() == 2 ? HARD_SIGMOID_OF_KERAS_2 : HARD_SIGMOID;
            default ->
                Arrays.stream(values())
                        .filter(activation -> activation.kerasName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new InvalidModelException("activation '" + name
                                + "' is not supported; supported are "
                                + Arrays.stream(values())
                                        .map(Activation::kerasName)
                                        .distinct()
                                        .collect(Collectors.joining(", "))));
        };
    }

    /**
     * Applies the function to values in place, in double precision.
     *
     * @param values holds one row, over which {@link #SOFTMAX} and {@link #LOG_SOFTMAX} sum
     * @param from the first value's index
     * @param to the index after the last value
     */
    public void apply(float[] values, int from, int to) {
        switch (this) {
            case LINEAR -> {}
            case RELU -> relu(values, from, to);
            case RELU6 -> each(values, from, to, x -> clip(x, 0, 6));
            case LEAKY_RELU -> each(values, from, to, x -> x > 0 ? x : 0.2 * x);
            case TANH -> tanh(values, from, to);
            case SIGMOID -> each(values, from, to, Activation::sigmoid);
            case SOFTMAX -> softmax(values, from, to);
            case LOG_SOFTMAX -> logSoftmax(values, from, to);
            case SPARSEMAX -> sparsemax(values, from, to);
            case ELU, CELU -> each(values, from, to, x -> x > 0 ? x : Math.expm1(x));
            case SELU -> each(values, from, to, x -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)));
            case GELU -> each(values, from, to, x -> 0.5 * x * (1 + ErrorFunction.of(x * Math.sqrt(0.5))));
            case SOFTPLUS -> each(values, from, to, Activation::softplus);
            case SOFTSIGN -> each(values, from, to, x -> x / (Math.abs(x) + 1));
            case SILU -> each(values, from, to, x -> x * sigmoid(x));
            case MISH -> each(values, from, to, x -> x * tanh(softplus(x)));
            case EXPONENTIAL -> each(values, from, to, Math::exp);
            case LOG_SIGMOID -> each(values, from, to, x -> -softplus(-x));
            case HARD_SIGMOID -> each(values, from, to, Activation::hardSigmoid);
            case HARD_SIGMOID_OF_KERAS_2 -> each(values, from, to, x -> clip(0.2 * x + 0.5, 0, 1));
            case HARD_SILU -> each(values, from, to, x -> x * hardSigmoid(x));
            case HARD_TANH -> each(values, from, to, x -> clip(x, -1, 1));
            case TANH_SHRINK -> each(values, from, to, x -> x - tanh(x));
            case SOFT_SHRINK -> each(values, from, to, x -> x - clip(x, -0.5, 0.5));
            case HARD_SHRINK -> each(values, from, to, x -> Math.abs(x) > 0.5 ? x : 0);
            case SQUAREPLUS -> each(values, from, to, x -> (x + Math.sqrt(x * x + 4)) / 2);
            case SPARSE_PLUS -> each(values, from, to, x -> x >= 1 ? x : x <= -1 ? 0 : (x + 1) * (x + 1) / 4);
            case SPARSE_SIGMOID -> each(values, from, to, x -> clip((x + 1) / 2, 0, 1));
        }
    }

    private static double clip(double x, double least, double greatest) {
        return Math.min(Math.max(x, least), greatest);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double hardSigmoid(double x) {
        return clip(x / 6 + 0.5, 0, 1);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    // Math.exp is an intrinsic; Math.tanh is not, and is several times slower.
    private static double tanh(double x) {
        double e = Math.exp(-2.0 * Math.abs(x));
        return Math.copySign((1 - e) / (1 + e), x);
    }

    private static void relu(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Math.max(values[i], 0);
        }
    }

    private static void tanh(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = (float) tanh((double) values[i]);
        }
    }

    private static void softmax(float[] values, int from, int to) {
        double max = max(values, from, to);
        double sum = sumOfExp(values, from, to, max);
        for (int i = from; i < to; i++) {
            values[i] = (float) (Math.exp(values[i] - max) / sum);
        }
    }

    private static void logSoftmax(float[] values, int from, int to) {
        double max = max(values, from, to);
        double logOfSum = Math.log(sumOfExp(values, from, to, max));
        for (int i = from; i < to; i++) {
            values[i] = (float) (values[i] - max - logOfSum);
        }
    }

    private static void sparsemax(float[] values, int from, int to) {
        float[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        double sum = 0;
        double sums = 0;
        int count = 0;
        for (int rank = 1; rank <= sorted.length; rank++) {
            double value = sorted[sorted.length - rank];
            sum += value;
            if (1 + rank * value > sum) {
                sums += sum;
                count++;
            }
        }
        double threshold = (sums - 1) / count;
        for (int i = from; i < to; i++) {
            values[i] = (float) Math.max(values[i] - threshold, 0);
        }
    }

    private static double max(float[] values, int from, int to) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    private static double sumOfExp(float[] values, int from, int to, double max) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(values[i] - max);
        }
        return sum;
    }

    private static void each(float[] values, int from, int to, DoubleUnaryOperator function) {
        for (int i = from; i < to; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
    }

    /** Returns the name in Keras. */
    public String kerasName() {
        return this == HARD_SIGMOID_OF_KERAS_2 ? HARD_SIGMOID.kerasName() : name().toLowerCase(Locale.ROOT);
    }
}
