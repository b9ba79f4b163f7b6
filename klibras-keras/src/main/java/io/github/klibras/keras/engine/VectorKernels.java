package io.github.klibras.keras.engine;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Kernels on the Vector API, using the processor's preferred vector width. Sums are kept in registers: four rows of
 * four vectors each for many rows, and one row of up to twelve vectors for a single row, so that additions need not
 * wait for each other.
 *
 * <p>No method takes or returns vectors: if the JIT compiler did not inline it, each vector would be an object on the
 * heap, which takes longer than the arithmetic. Hence the functions are written out in each loop.
 *
 * <p>Compiled separately from the other classes, since the compiler always warns about the incubating module.
 */
final class VectorKernels extends Kernels {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int PANEL = 4 * LANES;

    /** Thirty-two registers can hold sixteen sums and their operands; sixteen registers cannot. */
    private static final boolean MANY_REGISTERS = LANES >= 16;

    /**
     * Columns in panels of four vectors, then in panels of one. Each panel is stored row by row, so that a product
     * reads its weights sequentially. The last panel is padded with zeros.
     */
    private static final class Panels extends Matrix {

        final float[] values;
        final int wide;
        final int narrow;

        Panels(float[] rowMajor, int rows, int columns) {
            super(rows, columns);
            this.wide = columns / PANEL;
            this.narrow = (columns % PANEL + LANES - 1) / LANES;
            this.values = new float[rows * (wide * PANEL + narrow * LANES)];
            for (int panel = 0; panel < wide; panel++) {
                pack(rowMajor, panel * PANEL, PANEL);
            }
            for (int panel = 0; panel < narrow; panel++) {
                pack(rowMajor, wide * PANEL + panel * LANES, LANES);
            }
        }

        private void pack(float[] rowMajor, int column, int width) {
            int count = Math.min(width, columns - column);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(rowMajor, row * columns + column, values, rows * column + row * width, count);
            }
        }
    }

    @Override
    Matrix matrix(float[] values, int rows, int columns) {
        return new Panels(values, rows, columns);
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
        Panels weights = (Panels) matrix;
        if (bias != null) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(bias, 0, out, outAt + row * outStride, weights.columns);
            }
        }
        int row = 0;
        int many = rows & -4;
        if (many > 0) {
            multiplyMany(weights, in, inAt, inStride, many, out, outAt, outStride);
            row = many;
        }
        for (; row < rows; row++) {
            multiplyOne(weights, in, inAt + row * inStride, out, outAt + row * outStride);
        }
    }

    private static void multiplyMany(
            Panels weights, float[] in, int inAt, int inStride, int rows, float[] out, int outAt, int outStride) {
        int depth = weights.rows;
        for (int panel = 0; panel < weights.wide; panel++) {
            int column = panel * PANEL;
            for (int row = 0; row < rows; row += 4) {
                int from = inAt + row * inStride;
                int to = outAt + row * outStride + column;
                if (MANY_REGISTERS) {
                    fourByFour(weights.values, depth * column, depth, in, from, inStride, out, to, outStride);
                } else {
                    fourByTwo(weights.values, depth * column, depth, in, from, inStride, out, to, outStride);
                    fourByTwo(
                            weights.values,
                            depth * column + 2 * LANES,
                            depth,
                            in,
                            from,
                            inStride,
                            out,
                            to + 2 * LANES,
                            outStride);
                }
            }
        }
        for (int panel = 0; panel < weights.narrow; panel++) {
            int column = weights.wide * PANEL + panel * LANES;
            int width = Math.min(LANES, weights.columns - column);
            for (int row = 0; row < rows; row++) {
                oneNarrow(
                        weights.values,
                        depth * column,
                        depth,
                        in,
                        inAt + row * inStride,
                        out,
                        outAt + row * outStride + column,
                        width);
            }
        }
    }

    private static void multiplyOne(Panels weights, float[] in, int inAt, float[] out, int outAt) {
        int depth = weights.rows;
        int size = depth * PANEL;
        int panel = 0;
        for (; panel + 3 <= weights.wide; panel += 3) {
            oneByTwelve(weights.values, panel * size, depth, in, inAt, out, outAt + panel * PANEL);
        }
        for (; panel < weights.wide; panel++) {
            oneByFour(weights.values, panel * size, depth, in, inAt, out, outAt + panel * PANEL);
        }
        for (int i = 0; i < weights.narrow; i++) {
            int column = weights.wide * PANEL + i * LANES;
            int width = Math.min(LANES, weights.columns - column);
            oneNarrow(weights.values, depth * column, depth, in, inAt, out, outAt + column, width);
        }
    }

    private static void fourByFour(
            float[] w, int at, int depth, float[] in, int inAt, int inStride, float[] out, int outAt, int outStride) {
        int in1 = inAt + inStride;
        int in2 = in1 + inStride;
        int in3 = in2 + inStride;
        int out1 = outAt + outStride;
        int out2 = out1 + outStride;
        int out3 = out2 + outStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, out, outAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, out, outAt + LANES);
        FloatVector s02 = FloatVector.fromArray(SPECIES, out, outAt + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(SPECIES, out, outAt + 3 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, out, out1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, out, out1 + LANES);
        FloatVector s12 = FloatVector.fromArray(SPECIES, out, out1 + 2 * LANES);
        FloatVector s13 = FloatVector.fromArray(SPECIES, out, out1 + 3 * LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, out, out2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, out, out2 + LANES);
        FloatVector s22 = FloatVector.fromArray(SPECIES, out, out2 + 2 * LANES);
        FloatVector s23 = FloatVector.fromArray(SPECIES, out, out2 + 3 * LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, out, out3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, out, out3 + LANES);
        FloatVector s32 = FloatVector.fromArray(SPECIES, out, out3 + 2 * LANES);
        FloatVector s33 = FloatVector.fromArray(SPECIES, out, out3 + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            int row = at + k * PANEL;
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, row);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, row + LANES);
            FloatVector w2 = FloatVector.fromArray(SPECIES, w, row + 2 * LANES);
            FloatVector w3 = FloatVector.fromArray(SPECIES, w, row + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
            s00 = x0.fma(w0, s00);
            s01 = x0.fma(w1, s01);
            s02 = x0.fma(w2, s02);
            s03 = x0.fma(w3, s03);
            FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
            s10 = x1.fma(w0, s10);
            s11 = x1.fma(w1, s11);
            s12 = x1.fma(w2, s12);
            s13 = x1.fma(w3, s13);
            FloatVector x2 = FloatVector.broadcast(SPECIES, in[in2 + k]);
            s20 = x2.fma(w0, s20);
            s21 = x2.fma(w1, s21);
            s22 = x2.fma(w2, s22);
            s23 = x2.fma(w3, s23);
            FloatVector x3 = FloatVector.broadcast(SPECIES, in[in3 + k]);
            s30 = x3.fma(w0, s30);
            s31 = x3.fma(w1, s31);
            s32 = x3.fma(w2, s32);
            s33 = x3.fma(w3, s33);
        }
        s00.intoArray(out, outAt);
        s01.intoArray(out, outAt + LANES);
        s02.intoArray(out, outAt + 2 * LANES);
        s03.intoArray(out, outAt + 3 * LANES);
        s10.intoArray(out, out1);
        s11.intoArray(out, out1 + LANES);
        s12.intoArray(out, out1 + 2 * LANES);
        s13.intoArray(out, out1 + 3 * LANES);
        s20.intoArray(out, out2);
        s21.intoArray(out, out2 + LANES);
        s22.intoArray(out, out2 + 2 * LANES);
        s23.intoArray(out, out2 + 3 * LANES);
        s30.intoArray(out, out3);
        s31.intoArray(out, out3 + LANES);
        s32.intoArray(out, out3 + 2 * LANES);
        s33.intoArray(out, out3 + 3 * LANES);
    }

    private static void fourByTwo(
            float[] w, int at, int depth, float[] in, int inAt, int inStride, float[] out, int outAt, int outStride) {
        int in1 = inAt + inStride;
        int in2 = in1 + inStride;
        int in3 = in2 + inStride;
        int out1 = outAt + outStride;
        int out2 = out1 + outStride;
        int out3 = out2 + outStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, out, outAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, out, outAt + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, out, out1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, out, out1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, out, out2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, out, out2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, out, out3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, out, out3 + LANES);
        for (int k = 0; k < depth; k++) {
            int row = at + k * PANEL;
            FloatVector w0 = FloatVector.fromArray(SPECIES, w, row);
            FloatVector w1 = FloatVector.fromArray(SPECIES, w, row + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, in[inAt + k]);
            s00 = x0.fma(w0, s00);
            s01 = x0.fma(w1, s01);
            FloatVector x1 = FloatVector.broadcast(SPECIES, in[in1 + k]);
            s10 = x1.fma(w0, s10);
            s11 = x1.fma(w1, s11);
            FloatVector x2 = FloatVector.broadcast(SPECIES, in[in2 + k]);
            s20 = x2.fma(w0, s20);
            s21 = x2.fma(w1, s21);
            FloatVector x3 = FloatVector.broadcast(SPECIES, in[in3 + k]);
            s30 = x3.fma(w0, s30);
            s31 = x3.fma(w1, s31);
        }
        s00.intoArray(out, outAt);
        s01.intoArray(out, outAt + LANES);
        s10.intoArray(out, out1);
        s11.intoArray(out, out1 + LANES);
        s20.intoArray(out, out2);
        s21.intoArray(out, out2 + LANES);
        s30.intoArray(out, out3);
        s31.intoArray(out, out3 + LANES);
    }

    /** Multiplies one row by three consecutive panels. */
    private static void oneByTwelve(float[] w, int at, int depth, float[] in, int inAt, float[] out, int outAt) {
        int second = at + depth * PANEL;
        int third = second + depth * PANEL;
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, outAt);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, outAt + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, outAt + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, outAt + 3 * LANES);
        FloatVector s4 = FloatVector.fromArray(SPECIES, out, outAt + 4 * LANES);
        FloatVector s5 = FloatVector.fromArray(SPECIES, out, outAt + 5 * LANES);
        FloatVector s6 = FloatVector.fromArray(SPECIES, out, outAt + 6 * LANES);
        FloatVector s7 = FloatVector.fromArray(SPECIES, out, outAt + 7 * LANES);
        FloatVector s8 = FloatVector.fromArray(SPECIES, out, outAt + 8 * LANES);
        FloatVector s9 = FloatVector.fromArray(SPECIES, out, outAt + 9 * LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, out, outAt + 10 * LANES);
        FloatVector s11 = FloatVector.fromArray(SPECIES, out, outAt + 11 * LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + k]);
            int row = k * PANEL;
            s0 = x.fma(FloatVector.fromArray(SPECIES, w, at + row), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, w, at + row + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, w, at + row + 2 * LANES), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, w, at + row + 3 * LANES), s3);
            s4 = x.fma(FloatVector.fromArray(SPECIES, w, second + row), s4);
            s5 = x.fma(FloatVector.fromArray(SPECIES, w, second + row + LANES), s5);
            s6 = x.fma(FloatVector.fromArray(SPECIES, w, second + row + 2 * LANES), s6);
            s7 = x.fma(FloatVector.fromArray(SPECIES, w, second + row + 3 * LANES), s7);
            s8 = x.fma(FloatVector.fromArray(SPECIES, w, third + row), s8);
            s9 = x.fma(FloatVector.fromArray(SPECIES, w, third + row + LANES), s9);
            s10 = x.fma(FloatVector.fromArray(SPECIES, w, third + row + 2 * LANES), s10);
            s11 = x.fma(FloatVector.fromArray(SPECIES, w, third + row + 3 * LANES), s11);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + LANES);
        s2.intoArray(out, outAt + 2 * LANES);
        s3.intoArray(out, outAt + 3 * LANES);
        s4.intoArray(out, outAt + 4 * LANES);
        s5.intoArray(out, outAt + 5 * LANES);
        s6.intoArray(out, outAt + 6 * LANES);
        s7.intoArray(out, outAt + 7 * LANES);
        s8.intoArray(out, outAt + 8 * LANES);
        s9.intoArray(out, outAt + 9 * LANES);
        s10.intoArray(out, outAt + 10 * LANES);
        s11.intoArray(out, outAt + 11 * LANES);
    }

    private static void oneByFour(float[] w, int at, int depth, float[] in, int inAt, float[] out, int outAt) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, outAt);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, outAt + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, outAt + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, outAt + 3 * LANES);
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + k]);
            int row = at + k * PANEL;
            s0 = x.fma(FloatVector.fromArray(SPECIES, w, row), s0);
            s1 = x.fma(FloatVector.fromArray(SPECIES, w, row + LANES), s1);
            s2 = x.fma(FloatVector.fromArray(SPECIES, w, row + 2 * LANES), s2);
            s3 = x.fma(FloatVector.fromArray(SPECIES, w, row + 3 * LANES), s3);
        }
        s0.intoArray(out, outAt);
        s1.intoArray(out, outAt + LANES);
        s2.intoArray(out, outAt + 2 * LANES);
        s3.intoArray(out, outAt + 3 * LANES);
    }

    /** Multiplies one row by a panel of one vector, of which only some lanes may be needed. */
    private static void oneNarrow(
            float[] w, int at, int depth, float[] in, int inAt, float[] out, int outAt, int width) {
        boolean whole = width == LANES;
        FloatVector sum = whole
                ? FloatVector.fromArray(SPECIES, out, outAt)
                : FloatVector.fromArray(SPECIES, out, outAt, SPECIES.indexInRange(0, width));
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(SPECIES, in[inAt + k]);
            sum = x.fma(FloatVector.fromArray(SPECIES, w, at + k * LANES), sum);
        }
        if (whole) {
            sum.intoArray(out, outAt);
        } else {
            sum.intoArray(out, outAt, SPECIES.indexInRange(0, width));
        }
    }

    @Override
    void gru(float[] input, int inputAt, float[] products, int productsAt, float[] state, int at, int units) {
        int candidate = 2 * units;
        sigmoidOfSum(products, productsAt, input, inputAt, candidate);
        mix(input, inputAt + candidate, products, productsAt, state, at, units);
    }

    private static void sigmoidOfSum(float[] sums, int sumsAt, float[] added, int addedAt, int count) {
        FloatVector p1 = FloatVector.broadcast(SPECIES, RationalTanh.P1);
        FloatVector p2 = FloatVector.broadcast(SPECIES, RationalTanh.P2);
        FloatVector p3 = FloatVector.broadcast(SPECIES, RationalTanh.P3);
        FloatVector p4 = FloatVector.broadcast(SPECIES, RationalTanh.P4);
        FloatVector q1 = FloatVector.broadcast(SPECIES, RationalTanh.Q1);
        FloatVector q2 = FloatVector.broadcast(SPECIES, RationalTanh.Q2);
        FloatVector q3 = FloatVector.broadcast(SPECIES, RationalTanh.Q3);
        FloatVector q4 = FloatVector.broadcast(SPECIES, RationalTanh.Q4);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector negativeOne = one.neg();
        FloatVector limit = FloatVector.broadcast(SPECIES, RationalTanh.LIMIT);
        FloatVector negativeLimit = limit.neg();
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, sums, sumsAt + i)
                    .add(FloatVector.fromArray(SPECIES, added, addedAt + i))
                    .mul(half)
                    .min(limit)
                    .max(negativeLimit);
            FloatVector u = x.mul(x);
            FloatVector p = u.fma(p4, p3).fma(u, p2).fma(u, p1).fma(u, one);
            FloatVector q = u.fma(q4, q3).fma(u, q2).fma(u, q1).fma(u, one);
            x.mul(p).div(q).min(one).max(negativeOne).fma(half, half).intoArray(sums, sumsAt + i);
        }
        for (; i < count; i++) {
            sums[sumsAt + i] = RationalTanh.sigmoid(sums[sumsAt + i] + added[addedAt + i]);
        }
    }

    /** @param gatesAt the offset of z, r and the products of the candidate */
    private static void mix(float[] input, int inputAt, float[] gates, int gatesAt, float[] state, int at, int units) {
        int resetAt = gatesAt + units;
        int productAt = resetAt + units;
        FloatVector p1 = FloatVector.broadcast(SPECIES, RationalTanh.P1);
        FloatVector p2 = FloatVector.broadcast(SPECIES, RationalTanh.P2);
        FloatVector p3 = FloatVector.broadcast(SPECIES, RationalTanh.P3);
        FloatVector p4 = FloatVector.broadcast(SPECIES, RationalTanh.P4);
        FloatVector q1 = FloatVector.broadcast(SPECIES, RationalTanh.Q1);
        FloatVector q2 = FloatVector.broadcast(SPECIES, RationalTanh.Q2);
        FloatVector q3 = FloatVector.broadcast(SPECIES, RationalTanh.Q3);
        FloatVector q4 = FloatVector.broadcast(SPECIES, RationalTanh.Q4);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector negativeOne = one.neg();
        FloatVector limit = FloatVector.broadcast(SPECIES, RationalTanh.LIMIT);
        FloatVector negativeLimit = limit.neg();
        int i = 0;
        for (; i + LANES <= units; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, gates, resetAt + i)
                    .fma(
                            FloatVector.fromArray(SPECIES, gates, productAt + i),
                            FloatVector.fromArray(SPECIES, input, inputAt + i))
                    .min(limit)
                    .max(negativeLimit);
            FloatVector u = x.mul(x);
            FloatVector p = u.fma(p4, p3).fma(u, p2).fma(u, p1).fma(u, one);
            FloatVector q = u.fma(q4, q3).fma(u, q2).fma(u, q1).fma(u, one);
            FloatVector candidate = x.mul(p).div(q).min(one).max(negativeOne);
            FloatVector before = FloatVector.fromArray(SPECIES, state, at + i);
            FloatVector.fromArray(SPECIES, gates, gatesAt + i)
                    .fma(before.sub(candidate), candidate)
                    .intoArray(state, at + i);
        }
        for (; i < units; i++) {
            float candidate = RationalTanh.tanh(input[inputAt + i] + gates[resetAt + i] * gates[productAt + i]);
            state[at + i] = candidate + gates[gatesAt + i] * (state[at + i] - candidate);
        }
    }

    @Override
    void lstm(float[] gates, int gatesAt, float[] state, float[] cell, int at, int units) {
        int forgetAt = gatesAt + units;
        int candidateAt = forgetAt + units;
        int outputAt = candidateAt + units;
        sigmoid(gates, gatesAt, candidateAt);
        tanh(gates, candidateAt, outputAt);
        sigmoid(gates, outputAt, outputAt + units);
        int i = 0;
        for (; i + LANES <= units; i += LANES) {
            FloatVector added = FloatVector.fromArray(SPECIES, gates, gatesAt + i)
                    .mul(FloatVector.fromArray(SPECIES, gates, candidateAt + i));
            FloatVector carried = FloatVector.fromArray(SPECIES, gates, forgetAt + i)
                    .fma(FloatVector.fromArray(SPECIES, cell, at + i), added);
            carried.intoArray(cell, at + i);
            carried.intoArray(state, at + i);
        }
        for (; i < units; i++) {
            cell[at + i] = gates[forgetAt + i] * cell[at + i] + gates[gatesAt + i] * gates[candidateAt + i];
            state[at + i] = cell[at + i];
        }
        tanh(state, at, at + units);
        for (i = 0; i + LANES <= units; i += LANES) {
            FloatVector.fromArray(SPECIES, gates, outputAt + i)
                    .mul(FloatVector.fromArray(SPECIES, state, at + i))
                    .intoArray(state, at + i);
        }
        for (; i < units; i++) {
            state[at + i] *= gates[outputAt + i];
        }
    }

    @Override
    void tanh(float[] values, int from, int to) {
        FloatVector p1 = FloatVector.broadcast(SPECIES, RationalTanh.P1);
        FloatVector p2 = FloatVector.broadcast(SPECIES, RationalTanh.P2);
        FloatVector p3 = FloatVector.broadcast(SPECIES, RationalTanh.P3);
        FloatVector p4 = FloatVector.broadcast(SPECIES, RationalTanh.P4);
        FloatVector q1 = FloatVector.broadcast(SPECIES, RationalTanh.Q1);
        FloatVector q2 = FloatVector.broadcast(SPECIES, RationalTanh.Q2);
        FloatVector q3 = FloatVector.broadcast(SPECIES, RationalTanh.Q3);
        FloatVector q4 = FloatVector.broadcast(SPECIES, RationalTanh.Q4);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector negativeOne = one.neg();
        FloatVector limit = FloatVector.broadcast(SPECIES, RationalTanh.LIMIT);
        FloatVector negativeLimit = limit.neg();
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i).min(limit).max(negativeLimit);
            FloatVector u = x.mul(x);
            FloatVector p = u.fma(p4, p3).fma(u, p2).fma(u, p1).fma(u, one);
            FloatVector q = u.fma(q4, q3).fma(u, q2).fma(u, q1).fma(u, one);
            x.mul(p).div(q).min(one).max(negativeOne).intoArray(values, i);
        }
        for (; i < to; i++) {
            values[i] = RationalTanh.tanh(values[i]);
        }
    }

    @Override
    void sigmoid(float[] values, int from, int to) {
        FloatVector p1 = FloatVector.broadcast(SPECIES, RationalTanh.P1);
        FloatVector p2 = FloatVector.broadcast(SPECIES, RationalTanh.P2);
        FloatVector p3 = FloatVector.broadcast(SPECIES, RationalTanh.P3);
        FloatVector p4 = FloatVector.broadcast(SPECIES, RationalTanh.P4);
        FloatVector q1 = FloatVector.broadcast(SPECIES, RationalTanh.Q1);
        FloatVector q2 = FloatVector.broadcast(SPECIES, RationalTanh.Q2);
        FloatVector q3 = FloatVector.broadcast(SPECIES, RationalTanh.Q3);
        FloatVector q4 = FloatVector.broadcast(SPECIES, RationalTanh.Q4);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector negativeOne = one.neg();
        FloatVector limit = FloatVector.broadcast(SPECIES, RationalTanh.LIMIT);
        FloatVector negativeLimit = limit.neg();
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i)
                    .mul(half)
                    .min(limit)
                    .max(negativeLimit);
            FloatVector u = x.mul(x);
            FloatVector p = u.fma(p4, p3).fma(u, p2).fma(u, p1).fma(u, one);
            FloatVector q = u.fma(q4, q3).fma(u, q2).fma(u, q1).fma(u, one);
            x.mul(p).div(q).min(one).max(negativeOne).fma(half, half).intoArray(values, i);
        }
        for (; i < to; i++) {
            values[i] = RationalTanh.sigmoid(values[i]);
        }
    }
}
