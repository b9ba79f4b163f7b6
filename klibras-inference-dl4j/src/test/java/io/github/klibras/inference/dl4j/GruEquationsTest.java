package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares every form of the layer with the equations of {@link GruSpec}, as {@link Reference} computes them. */
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
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);

        assertThat(Samples.of(model, BATCH).difference(inputs -> network.output(inputs[0])))
                .isLessThanOrEqualTo(1e-6f);
    }

    /** A later DL4J may have its own GRU; networks must keep computing Keras' GRU. */
    @Test
    void gruLayerIsOurOwn() {
        KerasModel model = Models.chain(
                Shape.of(STEPS, FEATURES),
                new GruSpec(ModelCases.settings(UNITS, true, true), Activation.TANH, Activation.SIGMOID, true));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        MultiLayerConfiguration restored = MultiLayerConfiguration.fromJson(
                network.getLayerWiseConfigurations().toJson());

        assertThat(network.getLayer("1")).isInstanceOf(KerasGruLayer.class);
        assertThat(restored.getConf(0).getLayer()).isInstanceOf(KerasGru.class);
        assertThat(network.getLayerWiseConfigurations().toJson())
                .contains("\"io.github.klibras.inference.dl4j.KerasGru\"");
    }
}
