package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.Activation;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The steps of a GRU through sequences, one at a time. The products of the inputs are computed beforehand, those of the
 * states here, in plain Java: with one ND4J operation per step, the calls took longer than the arithmetic.
 */
final class GruRecurrence {

    private final Activation stateActivation;
    private final Activation gateActivation;
    private final boolean resetAfter;
    private final int units;

    private final float[] weight;
    private final float[] inputBias;
    private final float[] stateBias;

    private final float[] gates;
    private final float[] products;
    private final float[] state;
    private final float[] resetState;

    /**
     * @param weight the recurrent weight in C order, [units, 3·units]
     * @param bias the layer's bias, all zeros if it has none: 6·units with resetAfter, otherwise 3·units
     */
    GruRecurrence(KerasGru gru, float[] weight, float[] bias) {
        this.stateActivation = gru.getStateActivation();
        this.gateActivation = gru.getGateActivation();
        this.resetAfter = gru.isResetAfter();
        this.units = Math.toIntExact(gru.getNOut());
        this.weight = weight;
        this.inputBias = Arrays.copyOf(bias, 3 * units);
        this.stateBias = resetAfter ? Arrays.copyOfRange(bias, 3 * units, 6 * units) : new float[3 * units];
        this.gates = new float[3 * units];
        this.products = new float[3 * units];
        this.state = new float[units];
        this.resetState = new float[units];
    }

    /**
     * Runs through one sequence, starting from a state of zeros.
     *
     * @param inputProducts the products of all frames' inputs, 3·units each
     * @param output receives the state after each frame, units each
     * @param firstFrame the start of the sequence in both buffers
     */
    void run(FloatBuffer inputProducts, FloatBuffer output, int firstFrame, int frames) {
        Arrays.fill(state, 0);
        for (int frame = firstFrame; frame < firstFrame + frames; frame++) {
            inputProducts.get(frame * 3 * units, gates);
            advance();
            output.put(frame * units, state);
        }
    }

    private void advance() {
        for (int i = 0; i < gates.length; i++) {
            gates[i] += inputBias[i];
        }
        int candidate = 2 * units;
        multiply(state, 0, resetAfter ? 3 * units : candidate);
        for (int i = 0; i < candidate; i++) {
            gates[i] += products[i] + stateBias[i];
        }
        gateActivation.apply(gates, 0, units);
        gateActivation.apply(gates, units, candidate);
        if (resetAfter) {
            for (int i = 0; i < units; i++) {
                gates[candidate + i] += gates[units + i] * (products[candidate + i] + stateBias[candidate + i]);
            }
        } else {
            for (int i = 0; i < units; i++) {
                resetState[i] = gates[units + i] * state[i];
            }
            multiply(resetState, candidate, 3 * units);
            for (int i = candidate; i < 3 * units; i++) {
                gates[i] += products[i];
            }
        }
        stateActivation.apply(gates, candidate, 3 * units);
        for (int i = 0; i < units; i++) {
            state[i] = gates[i] * state[i] + (1 - gates[i]) * gates[candidate + i];
        }
    }

    /** Multiplies a row of units by some columns of the weight, four rows at a time so that sums stay in registers. */
    private void multiply(float[] row, int from, int to) {
        Arrays.fill(products, from, to, 0);
        int k = 0;
        for (; k + 4 <= units; k += 4) {
            addFour(row, k, from, to);
        }
        for (; k < units; k++) {
            for (int i = from; i < to; i++) {
                products[i] += row[k] * weight[k * 3 * units + i];
            }
        }
    }

    private void addFour(float[] row, int k, int from, int to) {
        float a = row[k];
        float b = row[k + 1];
        float c = row[k + 2];
        float d = row[k + 3];
        int rowA = k * 3 * units;
        int rowB = rowA + 3 * units;
        int rowC = rowB + 3 * units;
        int rowD = rowC + 3 * units;
        for (int i = from; i < to; i++) {
            products[i] += a * weight[rowA + i] + b * weight[rowB + i] + c * weight[rowC + i] + d * weight[rowD + i];
        }
    }
}
