package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

/**
 * The arithmetic in which the time of a model goes. Each output depends on its own row of input alone, and is summed up
 * in the same order whatever the number of rows: results do not depend on the batch.
 *
 * <p>Not thread-safe, since they may need memory to work in: each workspace has its own. Matrices are immutable, and
 * shared by all kernels of one class.
 */
abstract class Kernels {

    /** Lays out a matrix as {@link #multiply} wants it. */
    abstract Matrix matrix(float[] values, int rows, int columns);

    /**
     * Multiplies rows with a matrix: {@code out[r] = start + in[r] · matrix}.
     *
     * @param rows how many; row r begins at {@code inAt + r * inStride} and {@code outAt + r * outStride}
     * @param bias what a sum starts with; null for what {@code out} holds
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
     * Advances the state of one GRU with tanh and sigmoid whose reset gate is applied after the product.
     *
     * @param input the products of the input, gates z, r, h of {@code units} each
     * @param products the products of the state, with their bias
     */
    abstract void gru(float[] input, int inputAt, float[] products, int productsAt, float[] state, int at, int units);

    /**
     * Advances the state and cell of one LSTM with tanh and sigmoid.
     *
     * @param gates the sums of the gates i, f, c, o of {@code units} each
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
