package io.github.klibras.keras;

import java.util.Arrays;
import java.util.Locale;
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

    /** Returns the name that Keras gives it. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
