package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.KerasLayer;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** A GRU with the equations of {@link GruSpec}. */
final class GruCell implements RecurrentCell {

    private final int units;
    private final boolean resetAfter;
    private final boolean bounded;
    private final boolean usual;
    private final Activation activation;
    private final Activation gateActivation;
    private final Kernels.Matrix kernel;
    private final float[] inputBias;

    /** Recurrent weights: [units, 3·units] with resetAfter, otherwise [units, 2·units] for z and r only. */
    private final Kernels.Matrix recurrent;

    private final Kernels.Matrix recurrentCandidate;
    private final float[] recurrentBias;

    GruCell(GruSpec spec, KerasLayer layer, String prefix, Kernels usualKernels) {
        this.units = spec.units();
        this.resetAfter = spec.resetAfter();
        this.bounded = spec.activation() == Activation.TANH && spec.recurrentActivation() == Activation.SIGMOID;
        this.usual = resetAfter && bounded;
        this.activation = spec.activation();
        this.gateActivation = spec.recurrentActivation();
        Kernels kernels = bounded ? usualKernels : new PreciseKernels();
        float[] input = layer.weight(prefix + "kernel").toArray();
        float[] state = layer.weight(prefix + "recurrent_kernel").toArray();
        this.kernel = kernels.matrix(input, input.length / (3 * units), 3 * units);
        this.recurrent = resetAfter
                ? kernels.matrix(state, units, 3 * units)
                : kernels.matrix(columns(state, 0, 2 * units), units, 2 * units);
        this.recurrentCandidate = kernels.matrix(columns(state, 2 * units, 3 * units), units, units);
        float[] bias = spec.useBias() ? layer.weight(prefix + "bias").toArray() : new float[6 * units];
        this.inputBias = Arrays.copyOf(bias, 3 * units);
        this.recurrentBias = resetAfter ? Arrays.copyOfRange(bias, 3 * units, 6 * units) : new float[2 * units];
    }

    private float[] columns(float[] matrix, int from, int to) {
        int width = to - from;
        float[] part = new float[units * width];
        for (int row = 0; row < units; row++) {
            System.arraycopy(matrix, row * 3 * units + from, part, row * width, width);
        }
        return part;
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public State state(int batch, Kernels kernels) {
        return new GruState(batch, bounded ? kernels : new PreciseKernels());
    }

    private final class GruState extends CellState {

        private final float[] products;
        private final float[] candidates;
        private final float[] resetStates;

        GruState(int batch, Kernels kernels) {
            super(batch, GruCell.this.units, kernel, inputBias, kernels);
            this.products = new float[Math.multiplyExact(batch, 3 * units)];
            this.candidates = new float[batch * units];
            this.resetStates = new float[batch * units];
        }

        @Override
        public void advance(float[] projections, int at, int stride, boolean @Nullable [] active) {
            int width = recurrent.columns;
            kernels.multiply(recurrent, state, 0, units, batch, recurrentBias, products, 0, width);
            if (!usual) {
                openGates(projections, at, stride, width);
            }
            for (int sequence = 0; sequence < batch; sequence++) {
                if (active == null || active[sequence]) {
                    int input = at + sequence * stride;
                    if (usual) {
                        kernels.gru(projections, input, products, sequence * width, state, sequence * units, units);
                    } else {
                        mix(projections, input, sequence * width, sequence * units);
                    }
                }
            }
        }

        /** Turns the products into gates z and r; without resetAfter, also computes the candidates. */
        private void openGates(float[] projections, int at, int stride, int width) {
            for (int sequence = 0; sequence < batch; sequence++) {
                int input = at + sequence * stride;
                int gates = sequence * width;
                for (int i = 0; i < 2 * units; i++) {
                    products[gates + i] += projections[input + i];
                }
                gateActivation.apply(products, gates, gates + units);
                gateActivation.apply(products, gates + units, gates + 2 * units);
                for (int i = 0; i < units; i++) {
                    resetStates[sequence * units + i] = products[gates + units + i] * state[sequence * units + i];
                }
            }
            if (!resetAfter) {
                for (int sequence = 0; sequence < batch; sequence++) {
                    System.arraycopy(
                            projections, at + sequence * stride + 2 * units, candidates, sequence * units, units);
                }
                kernels.multiply(recurrentCandidate, resetStates, 0, units, batch, null, candidates, 0, units);
            }
        }

        private void mix(float[] projections, int input, int gates, int at) {
            if (resetAfter) {
                for (int i = 0; i < units; i++) {
                    candidates[at + i] = projections[input + 2 * units + i]
                            + products[gates + units + i] * products[gates + 2 * units + i];
                }
            }
            activation.apply(candidates, at, at + units);
            for (int i = 0; i < units; i++) {
                float z = products[gates + i];
                state[at + i] = z * state[at + i] + (1 - z) * candidates[at + i];
            }
        }
    }
}
