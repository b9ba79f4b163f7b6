package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

import java.nio.FloatBuffer;

/**
 * The matrix products of a GRU's run. Matrices have Fortran order and one column for each sequence, or for each frame
 * of one; their memory is read and written in place.
 */
final class GruMatrices {

    private final int units;
    private final boolean resetAfter;
    private final INDArray gateWeight;
    private final INDArray candidateWeight;

    private final Matrix states;
    private final Matrix resetStates;
    private final Matrix inputProducts;
    private final Matrix gateProducts;
    private final Matrix candidateProducts;

    /** An array and its memory. */
    private record Matrix(INDArray array, FloatBuffer memory) {

        static Matrix of(LayerWorkspaceMgr workspaces, long rows, long columns) {
            INDArray array = workspaces.createUninitialized(
                    ArrayType.FF_WORKING_MEM, DataType.FLOAT, new long[] {rows, columns}, 'f');
            return new Matrix(array, KerasGruLayer.memory(array));
        }
    }

    /**
     * Multiplies all inputs with their weights, and sets all states to zero.
     *
     * @param input [batch, time, features]
     */
    GruMatrices(KerasGruLayer layer, INDArray input, LayerWorkspaceMgr workspaces) {
        KerasGru gru = layer.layerConf();
        units = Math.toIntExact(gru.getNOut());
        resetAfter = gru.isResetAfter();
        long batch = input.size(0);
        long frames = batch * input.size(1);
        INDArray recurrent = layer.getParam(KerasGruParams.RECURRENT_WEIGHT);
        gateWeight = resetAfter ? recurrent : columns(recurrent, 0, 2L * units);
        candidateWeight = columns(recurrent, 2L * units, 3L * units);
        states = Matrix.of(workspaces, units, batch);
        resetStates = Matrix.of(workspaces, units, batch);
        inputProducts = Matrix.of(workspaces, 3L * units, frames);
        gateProducts = Matrix.of(workspaces, gateWeight.size(1), batch);
        candidateProducts = Matrix.of(workspaces, units, batch);
        multiply(
                layer.getParam(KerasGruParams.WEIGHT),
                input.reshape('c', new long[] {frames, gru.getNIn()}).transpose(),
                inputProducts);
        states.memory.put(0, new float[Math.toIntExact(units * batch)]);
    }

    /** Multiplies all states with the weights of the gates; with resetAfter, with those of the candidate too. */
    void multiplyStates() {
        multiply(gateWeight, states.array, gateProducts);
    }

    /** Multiplies the states that {@link #putResetState} left with the weights of the candidate. */
    void multiplyResetStates() {
        multiply(candidateWeight, resetStates.array, candidateProducts);
    }

    /** Copies the products of one frame's input; 3·units. */
    void getInputProducts(int frame, float[] target) {
        inputProducts.memory.get(frame * 3 * units, target);
    }

    /** Copies the products of one sequence's state; 3·units. */
    void getStateProducts(int sequence, float[] target) {
        if (resetAfter) {
            gateProducts.memory.get(sequence * 3 * units, target);
        } else {
            gateProducts.memory.get(sequence * 2 * units, target, 0, 2 * units);
            candidateProducts.memory.get(sequence * units, target, 2 * units, units);
        }
    }

    void getState(int sequence, float[] target) {
        states.memory.get(sequence * units, target);
    }

    void putState(int sequence, float[] state) {
        states.memory.put(sequence * units, state);
    }

    void putResetState(int sequence, float[] state) {
        resetStates.memory.put(sequence * units, state);
    }

    private static void multiply(INDArray weight, INDArray columns, Matrix result) {
        Nd4j.gemm(weight, columns, result.array, true, false, 1, 0);
    }

    private static INDArray columns(INDArray weight, long from, long to) {
        return weight.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }
}
