package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.Activation;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The steps of a GRU through a batch of sequences. The products of all inputs are there beforehand, as one matrix
 * product; those of the states are one product for each step (two without resetAfter). The arithmetic of the gates
 * between them is done here: as operations of ND4J it would take ten calls of native code for each step.
 */
final class GruPass {

    private final GruMatrices matrices;
    private final Activation stateActivation;
    private final Activation gateActivation;
    private final boolean resetAfter;
    private final int units;

    private final float[] inputBias;
    private final float[] stateBias;

    private final float[] gates;
    private final float[] products;
    private final float[] state;

    /**
     * @param bias the layer's bias, all zeros if it has none: 6·units with resetAfter, else 3·units
     */
    GruPass(KerasGru gru, GruMatrices matrices, float[] bias) {
        this.matrices = matrices;
        this.stateActivation = gru.getStateActivation();
        this.gateActivation = gru.getGateActivation();
        this.resetAfter = gru.isResetAfter();
        this.units = Math.toIntExact(gru.getNOut());
        this.inputBias = Arrays.copyOf(bias, 3 * units);
        this.stateBias = resetAfter ? Arrays.copyOfRange(bias, 3 * units, 6 * units) : new float[3 * units];
        this.gates = new float[3 * units];
        this.products = new float[3 * units];
        this.state = new float[units];
    }

    /** Fills [batch, time, units] in C order. */
    void run(int batch, int steps, FloatBuffer output) {
        for (int step = 0; step < steps; step++) {
            matrices.multiplyStates();
            if (!resetAfter) {
                resetStates(batch, steps, step);
            }
            for (int sequence = 0; sequence < batch; sequence++) {
                int frame = sequence * steps + step;
                advance(sequence, frame);
                output.put(frame * units, state);
            }
        }
    }

    /** Computes the gates, keeps the update gate, and multiplies the reset states with their weights. */
    private void resetStates(int batch, int steps, int step) {
        for (int sequence = 0; sequence < batch; sequence++) {
            load(sequence, sequence * steps + step);
            openGates();
            for (int i = 0; i < units; i++) {
                state[i] *= gates[units + i];
            }
            matrices.putResetState(sequence, state);
        }
        matrices.multiplyResetStates();
    }

    private void advance(int sequence, int frame) {
        load(sequence, frame);
        openGates();
        int candidate = 2 * units;
        for (int i = 0; i < units; i++) {
            float fromState = products[candidate + i] + stateBias[candidate + i];
            gates[candidate + i] += resetAfter ? gates[units + i] * fromState : fromState;
        }
        stateActivation.apply(gates, candidate, 3 * units);
        for (int i = 0; i < units; i++) {
            float update = gates[i];
            state[i] = update * state[i] + (1 - update) * gates[candidate + i];
        }
        matrices.putState(sequence, state);
    }

    private void load(int sequence, int frame) {
        matrices.getInputProducts(frame, gates);
        matrices.getStateProducts(sequence, products);
        matrices.getState(sequence, state);
        for (int i = 0; i < gates.length; i++) {
            gates[i] += inputBias[i];
        }
    }

    private void openGates() {
        for (int i = 0; i < 2 * units; i++) {
            gates[i] += products[i] + stateBias[i];
        }
        gateActivation.apply(gates, 0, 2 * units);
    }
}
