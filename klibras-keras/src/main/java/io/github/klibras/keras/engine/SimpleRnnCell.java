package io.github.klibras.keras.engine;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.SimpleRnnSpec;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The equation is that of {@link SimpleRnnSpec}. */
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

    private final class SimpleRnnState implements State {

        private final Kernels kernels;
        private final RowFunction activate;
        private final int batch;
        private final float[] state;

        SimpleRnnState(int batch, Kernels kernels) {
            this.kernels = kernels;
            this.activate = activation::apply;
            this.batch = batch;
            this.state = new float[Math.multiplyExact(batch, units)];
        }

        @Override
        public int units() {
            return units;
        }

        @Override
        public int width() {
            return units;
        }

        @Override
        public void project(float[] in, int inAt, int inStride, int rows, float[] out, int outAt) {
            kernels.multiply(kernel, in, inAt, inStride, rows, bias, out, outAt, units);
        }

        @Override
        public float[] values() {
            return state;
        }

        @Override
        public void reset() {
            Arrays.fill(state, 0);
        }

        @Override
        public void advance(float[] projections, int at, int stride, boolean @Nullable [] active) {
            kernels.multiply(recurrent, state, 0, units, batch, null, projections, at, stride);
            for (int sequence = 0; sequence < batch; sequence++) {
                if (active == null || active[sequence]) {
                    int input = at + sequence * stride;
                    activate.apply(projections, input, input + units);
                    System.arraycopy(projections, input, state, sequence * units, units);
                }
            }
        }
    }
}
