package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import org.jspecify.annotations.Nullable;

/** A simple recurrent cell with the equation of {@link SimpleRnnSpec}. */
final class SimpleRnnCell implements RecurrentCell {

    private final int units;
    private final Activation activation;
    private final Kernels.Matrix kernel;
    private final Kernels.Matrix recurrent;
    private final float[] bias;

    SimpleRnnCell(SimpleRnnSpec spec, KerasLayer layer, String prefix, Kernels usualKernels) {
        this.units = spec.units();
        this.activation = spec.activation();
        Kernels kernels = isUsual() ? usualKernels : new PreciseKernels();
        float[] input = layer.weight(prefix + "kernel").toArray();
        this.kernel = kernels.matrix(input, input.length / units, units);
        this.recurrent =
                kernels.matrix(layer.weight(prefix + "recurrent_kernel").toArray(), units, units);
        this.bias = spec.useBias() ? layer.weight(prefix + "bias").toArray() : new float[units];
    }

    private boolean isUsual() {
        return activation == Activation.TANH;
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public State state(int batch, Kernels kernels) {
        return new SimpleRnnState(batch, isUsual() ? kernels : new PreciseKernels());
    }

    private final class SimpleRnnState extends CellState {

        SimpleRnnState(int batch, Kernels kernels) {
            super(batch, SimpleRnnCell.this.units, kernel, bias, kernels);
        }

        @Override
        public void advance(float[] projections, int at, int stride, boolean @Nullable [] active) {
            kernels.multiply(recurrent, state, 0, units, batch, null, projections, at, stride);
            for (int sequence = 0; sequence < batch; sequence++) {
                if (active == null || active[sequence]) {
                    int input = at + sequence * stride;
                    activation.apply(projections, input, input + units);
                    System.arraycopy(projections, input, state, sequence * units, units);
                }
            }
        }
    }
}
