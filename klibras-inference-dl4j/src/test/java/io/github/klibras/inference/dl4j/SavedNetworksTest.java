package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ConcatenateSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

class SavedNetworksTest {

    @ParameterizedTest
    @MethodSource("io.github.klibras.inference.dl4j.ModelCases#chains")
    void restoredChainComputesTheSame(KerasModel model) throws IOException {
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        float[] expected = output(model, network);
        MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
        if (network.numParams() > 0) { // DL4J does not save networks without parameters.
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            ModelSerializer.writeModel(network, saved, false);
            assertThat(output(
                            model,
                            ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(saved.toByteArray()))))
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.klibras.inference.dl4j.ModelCases#graphs")
    void restoredGraphComputesTheSame(KerasModel model) throws IOException {
        ComputationGraph network = Dl4jNetworks.computationGraph(model);
        float[] expected = output(model, network);
        ComputationGraphConfiguration configuration = network.getConfiguration();

        assertThat(ComputationGraphConfiguration.fromJson(configuration.toJson()))
                .isEqualTo(configuration);
        if (network.numParams() > 0) {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            ModelSerializer.writeModel(network, saved, false);
            assertThat(output(
                            model,
                            ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(saved.toByteArray()))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void clonesComputeTheSame() {
        KerasModel chain = Golden.model(Golden.committed("s_gru_before.h5"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(chain);
        assertThat(output(chain, network.clone())).isEqualTo(output(chain, network));

        KerasModel joining = Models.graph()
                .input("x", Shape.of(5, 4))
                .input("y", Shape.of(5, 4))
                .layer("joined", new ConcatenateSpec(2), "x", "y")
                .layer("out", new DenseSpec(3, Activation.TANH, true), "joined")
                .model("out");
        ComputationGraph graph = Dl4jNetworks.computationGraph(joining);
        assertThat(output(joining, graph.clone())).isEqualTo(output(joining, graph));
    }

    private static float[] output(KerasModel model, MultiLayerNetwork network) {
        return Golden.values(network.output(Samples.of(model, 2).inputs()[0]));
    }

    private static float[] output(KerasModel model, ComputationGraph network) {
        return Golden.values(network.outputSingle(Samples.of(model, 2).inputs()));
    }
}
