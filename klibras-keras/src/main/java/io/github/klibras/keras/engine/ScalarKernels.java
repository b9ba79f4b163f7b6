package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Kernels in plain loops, written so that the JIT compiler vectorizes them. The compilers of JDK 17 to 25 do so only if
 * all arrays are accessed at the loop index, different rows are different arrays, and the loop is short: hence the rows
 * of weights, the copying, and no more than five products at a time.
 *
 * <p>{@code Math.fma} is not used: on processors without such an instruction, it is emulated, a thousand times slower.
 */
class ScalarKernels extends Kernels {

    /**
     * How many rows of weights are multiplied by all rows of input before the next ones, so that they stay in the
     * L1 cache.
     */
    private static final int BLOCK = 30;

    private static final class Rows extends Matrix {

        private final float[][] values;

        Rows(float[] rowMajor, int rows, int columns) {
            super(rows, columns);
            this.values = new float[rows][];
            for (int row = 0; row < rows; row++) {
                values[row] = Arrays.copyOfRange(rowMajor, row * columns, (row + 1) * columns);
            }
        }
    }

    private float[] sums = new float[0];

    private float[] gates = new float[0];
    private float[] inputs = new float[0];
    private float[] candidates = new float[0];
    private float[] factors = new float[0];
    private float[] states = new float[0];

    @Override
    Matrix matrix(float[] values, int rows, int columns) {
        return new Rows(values, rows, columns);
    }

    @Override
    void multiply(
            Matrix matrix,
            float[] in,
            int inAt,
            int inStride,
            int rows,
            float @Nullable [] bias,
            float[] out,
            int outAt,
            int outStride) {
        int columns = matrix.columns;
        if (sums.length < columns) {
            sums = new float[columns];
        }
        float[][] weights = ((Rows) matrix).values;
        if (bias != null) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(bias, 0, out, outAt + row * outStride, columns);
            }
        }
        // With a single row of input, there is nothing to gain from blocks.
        int step = rows == 1 ? weights.length : BLOCK;
        for (int from = 0; from < weights.length; from += step) {
            int to = Math.min(from + step, weights.length);
            for (int row = 0; row < rows; row++) {
                int at = outAt + row * outStride;
                System.arraycopy(out, at, sums, 0, columns);
                addBlocks(weights, from, to, in, inAt + row * inStride, sums, columns);
                System.arraycopy(sums, 0, out, at, columns);
            }
        }
    }

    private static void addBlocks(
            float[][] weights, int from, int to, float[] in, int inAt, float[] sums, int columns) {
        for (int k = from; k < to; k += BLOCK) {
            addRows(weights, k, Math.min(k + BLOCK, to), in, inAt, sums, columns);
        }
    }

    /** Adds products in fives and fours, which add up to any number from twelve on; single products are slow. */
    private static void addRows(float[][] weights, int from, int to, float[] in, int inAt, float[] sums, int columns) {
        int k = from;
        int fours = 4 * (to - from) % 5;
        for (; fours > 0 && k + 4 <= to; fours--) {
            addFour(weights, k, in, inAt + k, sums, columns);
            k += 4;
        }
        for (; k + 5 <= to; k += 5) {
            addFive(weights, k, in, inAt + k, sums, columns);
        }
        for (; k < to; k++) {
            addOne(weights[k], in[inAt + k], sums, columns);
        }
    }

    private static void addFive(float[][] weights, int k, float[] in, int inAt, float[] sums, int columns) {
        float[] w0 = weights[k];
        float[] w1 = weights[k + 1];
        float[] w2 = weights[k + 2];
        float[] w3 = weights[k + 3];
        float[] w4 = weights[k + 4];
        float a0 = in[inAt];
        float a1 = in[inAt + 1];
        float a2 = in[inAt + 2];
        float a3 = in[inAt + 3];
        float a4 = in[inAt + 4];
        for (int i = 0; i < columns; i++) {
            sums[i] += (a0 * w0[i] + a1 * w1[i]) + (a2 * w2[i] + a3 * w3[i]) + a4 * w4[i];
        }
    }

    private static void addFour(float[][] weights, int k, float[] in, int inAt, float[] sums, int columns) {
        float[] w0 = weights[k];
        float[] w1 = weights[k + 1];
        float[] w2 = weights[k + 2];
        float[] w3 = weights[k + 3];
        float a0 = in[inAt];
        float a1 = in[inAt + 1];
        float a2 = in[inAt + 2];
        float a3 = in[inAt + 3];
        for (int i = 0; i < columns; i++) {
            sums[i] += (a0 * w0[i] + a1 * w1[i]) + (a2 * w2[i] + a3 * w3[i]);
        }
    }

    private static void addOne(float[] weights, float a, float[] sums, int columns) {
        for (int i = 0; i < columns; i++) {
            sums[i] += a * weights[i];
        }
    }

    @Override
    void gru(float[] input, int inputAt, float[] products, int productsAt, float[] state, int at, int units) {
        makeRoom(units);
        System.arraycopy(input, inputAt, inputs, 0, 2 * units);
        System.arraycopy(products, productsAt, gates, 0, 2 * units);
        add(gates, inputs, 2 * units);
        sigmoid(gates, 0, 2 * units);
        System.arraycopy(input, inputAt + 2 * units, candidates, 0, units);
        System.arraycopy(products, productsAt + 2 * units, inputs, 0, units);
        System.arraycopy(gates, units, factors, 0, units);
        addProduct(candidates, factors, inputs, units);
        tanh(candidates, 0, units);
        System.arraycopy(state, at, states, 0, units);
        mix(states, gates, candidates, units);
        System.arraycopy(states, 0, state, at, units);
    }

    @Override
    void lstm(float[] sumsOfGates, int gatesAt, float[] state, float[] cell, int at, int units) {
        makeRoom(units);
        System.arraycopy(sumsOfGates, gatesAt, gates, 0, 2 * units);
        sigmoid(gates, 0, 2 * units);
        System.arraycopy(sumsOfGates, gatesAt + 2 * units, candidates, 0, units);
        tanh(candidates, 0, units);
        System.arraycopy(gates, units, factors, 0, units);
        System.arraycopy(cell, at, states, 0, units);
        multiply(states, factors, units);
        addProduct(states, gates, candidates, units);
        System.arraycopy(states, 0, cell, at, units);
        tanh(states, 0, units);
        System.arraycopy(sumsOfGates, gatesAt + 3 * units, factors, 0, units);
        sigmoid(factors, 0, units);
        multiply(states, factors, units);
        System.arraycopy(states, 0, state, at, units);
    }

    private void makeRoom(int units) {
        if (candidates.length < units) {
            gates = new float[2 * units];
            inputs = new float[2 * units];
            candidates = new float[units];
            factors = new float[units];
            states = new float[units];
        }
    }

    private static void add(float[] sum, float[] a, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += a[i];
        }
    }

    private static void multiply(float[] product, float[] a, int length) {
        for (int i = 0; i < length; i++) {
            product[i] *= a[i];
        }
    }

    private static void addProduct(float[] sum, float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += a[i] * b[i];
        }
    }

    private static void mix(float[] state, float[] share, float[] other, int length) {
        for (int i = 0; i < length; i++) {
            state[i] = other[i] + share[i] * (state[i] - other[i]);
        }
    }

    @Override
    void tanh(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = RationalTanh.tanh(values[i]);
        }
    }

    @Override
    void sigmoid(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = RationalTanh.sigmoid(values[i]);
        }
    }
}
