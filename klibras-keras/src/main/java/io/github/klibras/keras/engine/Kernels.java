package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

/**
 * The arithmetic that takes most of a model's time. Each output depends only on its own row of input, and is summed in
 * the same order whatever the number of rows, so results do not depend on the batch.
 *
 * <p>Not thread-safe, since kernels may need working memory: each workspace has its own kernels. Matrices are
 * immutable, and shared by all kernels of one class.
 */
abstract class Kernels {

    /** Lays out a matrix as required by {@link #multiply}. */
    abstract Matrix matrix(float[] values, int rows, int columns);

    /**
     * Multiplies rows by a matrix: {@code out[r] = start + in[r] · matrix}.
     *
     * @param rows the number of rows; row r starts at {@code inAt + r * inStride} and {@code outAt + r * outStride}
     * @param bias the initial values of the sums; null for those in {@code out}
     */
    abstract void multiply(
            Matrix matrix,
            float[] in,
            int inAt,
            int inStride,
            int rows,
            float @Nullable [] bias,
            float[] out,
            int outAt,
            int outStride);

    /**
     * Advances the state of one GRU with tanh and sigmoid, and with the reset gate applied after the product.
     *
     * @param input the products of the input for the gates z, r, h, {@code units} each
     * @param products the products of the state, with their bias
     */
    abstract void gru(float[] input, int inputAt, float[] products, int productsAt, float[] state, int at, int units);

    /**
     * Advances the state and cell of one LSTM with tanh and sigmoid.
     *
     * @param gates the sums for the gates i, f, c, o, {@code units} each
     */
    abstract void lstm(float[] gates, int gatesAt, float[] state, float[] cell, int at, int units);

    abstract void tanh(float[] values, int from, int to);

    abstract void sigmoid(float[] values, int from, int to);

    /** A matrix in the layout of the kernels that made it. */
    abstract static class Matrix {

        final int rows;
        final int columns;

        Matrix(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
        }
    }
}
