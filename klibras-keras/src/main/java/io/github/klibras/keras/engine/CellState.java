package io.github.klibras.keras.engine;

import java.util.Arrays;
import java.util.List;

/** The common part of the states of all recurrent cells: they start as zeros, and inputs are projected together. */
abstract class CellState implements RecurrentCell.State {

    final Kernels kernels;
    final int batch;
    final int units;
    final float[] state;

    private final Kernels.Matrix inputKernel;
    private final float[] inputBias;

    CellState(int batch, int units, Kernels.Matrix inputKernel, float[] inputBias, Kernels kernels) {
        this.kernels = kernels;
        this.batch = batch;
        this.units = units;
        this.state = new float[Math.multiplyExact(batch, units)];
        this.inputKernel = inputKernel;
        this.inputBias = inputBias;
    }

    @Override
    public final int units() {
        return units;
    }

    @Override
    public final int width() {
        return inputKernel.columns;
    }

    @Override
    public final float[] values() {
        return state;
    }

    @Override
    public final void project(float[] in, int inAt, int inStride, int rows, float[] out, int outAt) {
        kernels.multiply(inputKernel, in, inAt, inStride, rows, inputBias, out, outAt, width());
    }

    @Override
    public List<float[]> all() {
        return List.of(state);
    }

    @Override
    public void reset() {
        Arrays.fill(state, 0);
    }
}
