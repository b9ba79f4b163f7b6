package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class Dl4jNetworksTest {

    @Test
    void keepsNamesAndOrderOfTheLayers() {
        KerasModel model = Golden.model(Golden.committed("s_gru_before.keras"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);

        assertThat(network.getLayerNames()).containsExactly("gru_6", "gru_7", "dense_12");
        assertThat(network.numParams()).isEqualTo(model.parameters());
    }

    @Test
    void keepsTheOrderOfInputsAndOutputs() {
        KerasModel model = Models.graph()
                .input("b", Shape.of(3))
                .input("a", Shape.of(3))
                .layer("difference", new MergeSpec(MergeSpec.Operation.SUBTRACT), "b", "a")
                .layer("dense", new DenseSpec(2, Activation.TANH, true), "difference")
                .model("difference", "dense");
        ComputationGraph network = Dl4jNetworks.computationGraph(model);
        Samples samples = Samples.of(model, 2);

        INDArray[] outputs = network.output(samples.inputs());

        assertThat(outputs).hasSize(2);
        assertThat(samples.difference(inputs -> outputs[0])).isLessThanOrEqualTo(1e-6f);
        assertThat(outputs[1].shape()).containsExactly(2, 2);
    }

    @Test
    void acceptsInputsOfAnyMemoryOrder() {
        KerasModel model = Golden.model(Golden.committed("s_gru_nobias.h5"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        INDArray input =
                Golden.input(model, Models.randomValues(4 * model.inputShape().elements(), 5));
        float[] expected = Golden.values(network.output(input));

        assertThat(Golden.values(network.output(input.dup('f')))).isEqualTo(expected);
        INDArray view = input.permute(0, 2, 1).dup('c').permute(0, 2, 1);
        assertThat(Golden.values(network.output(view))).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsMatchKerasEvenFarFromZero(Activation activation) {
        float[] values = {-1000, -80, -30, -2.5f, -0.1f, 0, 0.3f, 4, 25, 80};
        KerasModel model = Models.chain(Shape.of(values.length), new ActivationSpec(activation));
        INDArray input = Golden.input(model, values.clone());

        float[] output = Golden.values(Dl4jNetworks.multiLayerNetwork(model).output(input));

        activation.apply(values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(output[i]).isCloseTo(values[i], within(1e-6f * Math.max(1, Math.abs(values[i]))));
        }
    }
}
