package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;

/** Replaces the values of one row by a function of the row. */
interface RowFunction {

    void apply(float[] values, int from, int to);

    /**
     * Returns the kernels' implementation of an activation function. Not for states that are fed back and may grow,
     * since small errors would grow, too.
     */
    static RowFunction of(Activation activation, Kernels kernels) {
        return switch (activation) {
            case TANH -> kernels::tanh;
            case SIGMOID -> kernels::sigmoid;
            default -> activation::apply;
        };
    }
}
