package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Kernels in plain loops, written so that the JIT compiler makes vector instructions of them. No {@code Math.fma}: where
 * the processor has no such instruction it is emulated, a thousand times slower.
 */
final class ScalarKernels extends Kernels {

    private static final class RowMajor extends Matrix {

        private final float[] values;

        RowMajor(float[] values, int rows, int columns) {
            super(rows, columns);
            this.values = values;
        }
    }

    @Override
    Matrix matrix(float[] values, int rows, int columns) {
        return new RowMajor(Arrays.copyOf(values, rows * columns), rows, columns);
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
        RowMajor weights = (RowMajor) matrix;
        for (int row = 0; row < rows; row++) {
            int to = outAt + row * outStride;
            if (bias != null) {
                System.arraycopy(bias, 0, out, to, matrix.columns);
            }
            multiplyRow(weights, in, inAt + row * inStride, out, to);
        }
    }

    /** Takes the matrix's rows in eights, so that each sum is fetched and stored once for eight products. */
    private static void multiplyRow(RowMajor matrix, float[] in, int inAt, float[] out, int outAt) {
        int columns = matrix.columns;
        int k = 0;
        for (; k + 8 <= matrix.rows; k += 8) {
            addEight(matrix.values, k * columns, columns, in, inAt + k, out, outAt);
        }
        for (; k < matrix.rows; k++) {
            addOne(matrix.values, k * columns, columns, in[inAt + k], out, outAt);
        }
    }

    private static void addEight(float[] w, int at, int columns, float[] in, int inAt, float[] out, int outAt) {
        float a = in[inAt];
        float b = in[inAt + 1];
        float c = in[inAt + 2];
        float d = in[inAt + 3];
        float e = in[inAt + 4];
        float f = in[inAt + 5];
        float g = in[inAt + 6];
        float h = in[inAt + 7];
        int atB = at + columns;
        int atC = atB + columns;
        int atD = atC + columns;
        int atE = atD + columns;
        int atF = atE + columns;
        int atG = atF + columns;
        int atH = atG + columns;
        for (int i = 0; i < columns; i++) {
            out[outAt + i] += ((a * w[at + i] + b * w[atB + i]) + (c * w[atC + i] + d * w[atD + i]))
                    + ((e * w[atE + i] + f * w[atF + i]) + (g * w[atG + i] + h * w[atH + i]));
        }
    }

    private static void addOne(float[] w, int at, int columns, float a, float[] out, int outAt) {
        for (int i = 0; i < columns; i++) {
            out[outAt + i] += a * w[at + i];
        }
    }

    @Override
    void gru(float[] input, int inputAt, float[] products, int productsAt, float[] state, int at, int units) {
        int gates = 2 * units;
        for (int i = 0; i < gates; i++) {
            products[productsAt + i] = RationalTanh.sigmoid(input[inputAt + i] + products[productsAt + i]);
        }
        int reset = productsAt + units;
        int candidate = productsAt + gates;
        int candidateInput = inputAt + gates;
        for (int i = 0; i < units; i++) {
            products[candidate + i] =
                    RationalTanh.tanh(input[candidateInput + i] + products[reset + i] * products[candidate + i]);
        }
        for (int i = 0; i < units; i++) {
            state[at + i] =
                    products[candidate + i] + products[productsAt + i] * (state[at + i] - products[candidate + i]);
        }
    }

    @Override
    void lstm(float[] gates, int gatesAt, float[] state, float[] cell, int at, int units) {
        sigmoid(gates, gatesAt, gatesAt + 2 * units);
        tanh(gates, gatesAt + 2 * units, gatesAt + 3 * units);
        sigmoid(gates, gatesAt + 3 * units, gatesAt + 4 * units);
        int forget = gatesAt + units;
        int candidate = forget + units;
        int output = candidate + units;
        for (int i = 0; i < units; i++) {
            cell[at + i] = gates[forget + i] * cell[at + i] + gates[gatesAt + i] * gates[candidate + i];
        }
        for (int i = 0; i < units; i++) {
            state[at + i] = gates[output + i] * RationalTanh.tanh(cell[at + i]);
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
