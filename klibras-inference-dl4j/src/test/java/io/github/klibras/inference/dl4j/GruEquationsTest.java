package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.GruSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.RecurrentSettings;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the layer with the equations of {@link GruSpec}, written down as they stand there, number by number. */
class GruEquationsTest {

    private static final int BATCH = 3;
    private static final int STEPS = 5;
    private static final int FEATURES = 4;
    private static final int UNITS = 6;

    static List<GruSpec> everyKindOfGru() {
        List<GruSpec> specs = new ArrayList<>();
        for (int flags = 0; flags < 8; flags++) {
            boolean bias = (flags & 1) != 0;
            boolean resetAfter = (flags & 2) != 0;
            boolean sequences = (flags & 4) != 0;
            specs.add(new GruSpec(
                    new RecurrentSettings(UNITS, bias, sequences, false, false),
                    Activation.TANH,
                    Activation.SIGMOID,
                    resetAfter));
            specs.add(new GruSpec(
                    new RecurrentSettings(UNITS, bias, sequences, false, false),
                    Activation.SOFTSIGN,
                    Activation.SOFTMAX,
                    resetAfter));
        }
        return specs;
    }

    @ParameterizedTest
    @MethodSource("everyKindOfGru")
    void computesItsEquations(GruSpec spec) {
        KerasModel model = Models.chain(Shape.of(STEPS, FEATURES), spec);
        float[] input = Models.randomValues((long) BATCH * STEPS * FEATURES, 17);

        float[] output = Golden.values(Dl4jNetworks.multiLayerNetwork(model).output(Golden.input(model, input)));

        assertThat(Golden.difference(output, expected(spec, model.layer("1"), input)))
                .isLessThanOrEqualTo(1e-6f);
    }

    private static float[] expected(GruSpec spec, KerasLayer layer, float[] input) {
        int steps = spec.returnSequences() ? STEPS : 1;
        float[] output = new float[BATCH * steps * UNITS];
        for (int sequence = 0; sequence < BATCH; sequence++) {
            float[] h = new float[UNITS];
            for (int step = 0; step < STEPS; step++) {
                h = next(spec, layer, input, (sequence * STEPS + step) * FEATURES, h);
                int row = sequence * steps + (spec.returnSequences() ? step : 0);
                System.arraycopy(h, 0, output, row * UNITS, UNITS);
            }
        }
        return output;
    }

    private static float[] next(GruSpec spec, KerasLayer layer, float[] input, int frame, float[] h) {
        float[] z = new float[UNITS];
        float[] r = new float[UNITS];
        float[] candidate = new float[UNITS];
        for (int u = 0; u < UNITS; u++) {
            z[u] = fromInput(spec, layer, input, frame, u) + fromState(spec, layer, h, u);
            r[u] = fromInput(spec, layer, input, frame, UNITS + u) + fromState(spec, layer, h, UNITS + u);
        }
        spec.recurrentActivation().apply(z, 0, UNITS);
        spec.recurrentActivation().apply(r, 0, UNITS);
        float[] reset = new float[UNITS];
        for (int u = 0; u < UNITS; u++) {
            reset[u] = r[u] * h[u];
        }
        for (int u = 0; u < UNITS; u++) {
            int column = 2 * UNITS + u;
            candidate[u] = fromInput(spec, layer, input, frame, column)
                    + (spec.resetAfter()
                            ? r[u] * fromState(spec, layer, h, column)
                            : fromState(spec, layer, reset, column));
        }
        spec.activation().apply(candidate, 0, UNITS);
        float[] next = new float[UNITS];
        for (int u = 0; u < UNITS; u++) {
            next[u] = z[u] * h[u] + (1 - z[u]) * candidate[u];
        }
        return next;
    }

    private static float fromInput(GruSpec spec, KerasLayer layer, float[] input, int frame, int column) {
        double sum = spec.useBias() ? layer.weight("bias").value(column) : 0;
        for (int i = 0; i < FEATURES; i++) {
            sum += input[frame + i] * (double) layer.weight("kernel").value(i * 3 * UNITS + column);
        }
        return (float) sum;
    }

    private static float fromState(GruSpec spec, KerasLayer layer, float[] h, int column) {
        Tensor weight = layer.weight("recurrent_kernel");
        double sum = spec.useBias() && spec.resetAfter() ? layer.weight("bias").value(3 * UNITS + column) : 0;
        for (int i = 0; i < UNITS; i++) {
            sum += h[i] * (double) weight.value(i * 3 * UNITS + column);
        }
        return (float) sum;
    }
}
