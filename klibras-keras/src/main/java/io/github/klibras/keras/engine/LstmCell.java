package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LstmSpec;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/** An LSTM with the equations of {@link LstmSpec}. */
final class LstmCell implements RecurrentCell {

    private final int units;
    private final boolean usual;
    private final Activation activation;
    private final Activation gateActivation;
    private final Kernels.Matrix kernel;
    private final Kernels.Matrix recurrent;
    private final float[] bias;

    LstmCell(LstmSpec spec, KerasLayer layer, String prefix, Kernels usualKernels) {
        this.units = spec.units();
        this.usual = spec.activation() == Activation.TANH && spec.recurrentActivation() == Activation.SIGMOID;
        this.activation = spec.activation();
        this.gateActivation = spec.recurrentActivation();
        Kernels kernels = usual ? usualKernels : new PreciseKernels();
        float[] input = layer.weight(prefix + "kernel").toArray();
        this.kernel = kernels.matrix(input, input.length / (4 * units), 4 * units);
        this.recurrent =
                kernels.matrix(layer.weight(prefix + "recurrent_kernel").toArray(), units, 4 * units);
        this.bias = spec.useBias() ? layer.weight(prefix + "bias").toArray() : new float[4 * units];
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public State state(int batch, Kernels kernels) {
        return new LstmState(batch, usual ? kernels : new PreciseKernels());
    }

    private final class LstmState extends CellState {

        private final float[] cell;
        private final float[] squashed;

        LstmState(int batch, Kernels kernels) {
            super(batch, LstmCell.this.units, kernel, bias, kernels);
            this.cell = new float[batch * units];
            this.squashed = new float[units];
        }

        @Override
        public List<float[]> all() {
            return List.of(state, cell);
        }

        @Override
        public void reset() {
            super.reset();
            Arrays.fill(cell, 0);
        }

        @Override
        public void advance(float[] projections, int at, int stride, boolean @Nullable [] active) {
            kernels.multiply(recurrent, state, 0, units, batch, null, projections, at, stride);
            for (int sequence = 0; sequence < batch; sequence++) {
                if (active == null || active[sequence]) {
                    int gates = at + sequence * stride;
                    if (usual) {
                        kernels.lstm(projections, gates, state, cell, sequence * units, units);
                    } else {
                        mix(projections, gates, sequence * units);
                    }
                }
            }
        }

        private void mix(float[] gates, int input, int at) {
            int forget = input + units;
            int candidate = forget + units;
            int output = candidate + units;
            gateActivation.apply(gates, input, forget);
            gateActivation.apply(gates, forget, candidate);
            activation.apply(gates, candidate, output);
            gateActivation.apply(gates, output, output + units);
            for (int i = 0; i < units; i++) {
                cell[at + i] = gates[forget + i] * cell[at + i] + gates[input + i] * gates[candidate + i];
                squashed[i] = cell[at + i];
            }
            activation.apply(squashed, 0, units);
            for (int i = 0; i < units; i++) {
                state[at + i] = gates[output + i] * squashed[i];
            }
        }
    }
}
