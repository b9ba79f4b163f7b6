package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares networks with the equations of their layers, as {@link Reference} computes them. */
class LayersTest {

    private static final float TOLERANCE = 3e-6f;

    @ParameterizedTest
    @MethodSource("io.github.klibras.inference.dl4j.ModelCases#chains")
    void chainsComputeTheEquationsOfTheirLayers(KerasModel model) {
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        assertThat(Samples.of(model, 3).difference(inputs -> network.output(inputs[0])))
                .isLessThanOrEqualTo(TOLERANCE);
        assertThat(Samples.of(model, 1).difference(inputs -> network.output(inputs[0])))
                .isLessThanOrEqualTo(TOLERANCE);
    }

    static Stream<Named<KerasModel>> chainsThatCanBeGraphs() {
        return ModelCases.chains().stream().filter(named -> !endsInNormalizedRow(named.getPayload()));
    }

    /** Returns whether a model ends in a normalized row, which is refused in graphs; see {@link RefusalsTest}. */
    private static boolean endsInNormalizedRow(KerasModel model) {
        return model.outputShape().rank() == 1
                && model.layer(model.outputs().get(0)).spec() instanceof BatchNormalizationSpec;
    }

    @ParameterizedTest
    @MethodSource("chainsThatCanBeGraphs")
    void chainsBuiltAsGraphsComputeTheEquationsOfTheirLayers(KerasModel model) {
        assertGraphComputesIts(model);
    }

    @ParameterizedTest
    @MethodSource("io.github.klibras.inference.dl4j.ModelCases#graphs")
    void graphsComputeTheEquationsOfTheirLayers(KerasModel model) {
        assertGraphComputesIts(model);
    }

    private static void assertGraphComputesIts(KerasModel model) {
        ComputationGraph network = Dl4jNetworks.computationGraph(model);
        assertThat(Samples.of(model, 3).difference(network::outputSingle)).isLessThanOrEqualTo(TOLERANCE);
        assertThat(Samples.of(model, 1).difference(network::outputSingle)).isLessThanOrEqualTo(TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource(names = {"RELU", "TANH", "SOFTMAX", "GELU"})
    void activationsDoNotChangeTheirInput(Activation activation) {
        KerasModel model = Models.chain(Shape.of(5, 4), new ActivationSpec(activation));
        INDArray input = Samples.of(model, 2).inputs()[0];
        float[] before = Golden.values(input);

        Dl4jNetworks.multiLayerNetwork(model).output(input);
        Dl4jNetworks.computationGraph(model).output(input);

        assertThat(Golden.values(input)).isEqualTo(before);
    }
}
