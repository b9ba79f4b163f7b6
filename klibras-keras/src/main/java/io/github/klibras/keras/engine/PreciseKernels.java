package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Kernels that sum in double precision, for recurrent layers with unbounded states, in which a difference in the last
 * bits of a sum may grow to the fifth digit within some frames.
 */
final class PreciseKernels extends ScalarKernels {

    private static final class RowMajor extends Matrix {

        final float[] values;

        RowMajor(float[] values, int rows, int columns) {
            super(rows, columns);
            this.values = values;
        }
    }

    private double[] sums = new double[0];

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
        float[] weights = ((RowMajor) matrix).values;
        int columns = matrix.columns;
        if (sums.length < columns) {
            sums = new double[columns];
        }
        for (int row = 0; row < rows; row++) {
            int at = outAt + row * outStride;
            for (int i = 0; i < columns; i++) {
                sums[i] = bias == null ? out[at + i] : bias[i];
            }
            for (int k = 0; k < matrix.rows; k++) {
                double factor = in[inAt + row * inStride + k];
                for (int i = 0; i < columns; i++) {
                    sums[i] += factor * weights[k * columns + i];
                }
            }
            for (int i = 0; i < columns; i++) {
                out[at + i] = (float) sums[i];
            }
        }
    }
}
