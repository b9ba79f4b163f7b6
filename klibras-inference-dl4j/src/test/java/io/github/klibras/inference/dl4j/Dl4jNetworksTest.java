package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.ActivationSpec;
import io.github.klibras.keras.BatchNormalizationSpec;
import io.github.klibras.keras.DropoutSpec;
import io.github.klibras.keras.GlobalPooling1dSpec;
import io.github.klibras.keras.GruSpec;
import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.LayerNormalizationSpec;
import io.github.klibras.keras.LayerSpec;
import io.github.klibras.keras.Pooling1dSpec;
import io.github.klibras.keras.RecurrentSettings;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.SoftmaxSpec;
import io.github.klibras.keras.WeightSpec;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Dl4jNetworksTest {

    private static final GruSpec SEQUENCES =
            new GruSpec(new RecurrentSettings(4, true, true, false, false), Activation.TANH, Activation.SIGMOID, true);

    @Test
    void keepsNamesAndOrderOfTheLayers() {
        KerasModel model = Golden.model(Golden.committed("s_gru_before.keras"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);

        assertThat(network.getLayerNames()).containsExactly("gru_6", "gru_7", "dense_12");
        assertThat(network.numParams()).isEqualTo(model.parameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.h5", "s_gru_nobias.h5", "s_dense_bn.h5", "s_dense.h5"})
    void aSavedNetworkComputesTheSame(String file, @TempDir Path folder) throws IOException {
        KerasModel model = Golden.model(Golden.committed(file));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        INDArray input =
                Golden.input(model, Models.randomValues(3 * model.inputShape().elements(), 5));
        File saved = folder.resolve("network.zip").toFile();

        ModelSerializer.writeModel(network, saved, false);
        MultiLayerNetwork restored = ModelSerializer.restoreMultiLayerNetwork(saved);

        assertThat(Golden.values(restored.output(input))).isEqualTo(Golden.values(network.output(input)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_gru_before.h5", "s_gru_nobias.h5"})
    void theConfigurationSurvivesJson(String file) {
        MultiLayerConfiguration configuration = Dl4jNetworks.multiLayerNetwork(Golden.model(Golden.committed(file)))
                .getLayerWiseConfigurations();

        assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
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

    @Test
    void trainingIsRefused() {
        KerasModel model = Golden.model(Golden.committed("s_gru_nobias.h5"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        INDArray input =
                Golden.input(model, Models.randomValues(model.inputShape().elements(), 5));

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> network.fit(input, Nd4j.zeros(1, 3)))
                .withMessageContaining("gru_8")
                .withMessageContaining("inference");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> network.feedForward(input, true))
                .withMessageContaining("training");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> network.output(input, false, Nd4j.ones(1, 20), null))
                .withMessageContaining("mask");
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activationsAreThoseOfKeras(Activation activation) {
        KerasModel model = Models.chain(Shape.of(7), new ActivationSpec(activation));
        float[] values = {-30, -2.5f, -0.1f, 0, 0.3f, 4, 25};
        INDArray input = Golden.input(model, values.clone());

        float[] output = Golden.values(Dl4jNetworks.multiLayerNetwork(model).output(input));

        activation.apply(values, 0, values.length);
        assertThat(Golden.difference(output, values)).isLessThanOrEqualTo(1e-6f);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void normalizesEachFeatureOfSequences(boolean scaleAndCenter) {
        BatchNormalizationSpec spec = new BatchNormalizationSpec(0.01, scaleAndCenter, scaleAndCenter, -1);
        KerasModel model = Models.chain(Shape.of(5, 3), spec);
        float[] values = Models.randomValues(2 * 5 * 3, 3);

        float[] output = Golden.values(Dl4jNetworks.multiLayerNetwork(model).output(Golden.input(model, values)));

        KerasLayer layer = model.layer("1");
        float[] expected = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int feature = i % 3;
            double x = (values[i] - layer.weight("moving_mean").value(feature))
                    / Math.sqrt(layer.weight("moving_variance").value(feature) + 0.01);
            expected[i] = (float)
                    (scaleAndCenter
                            ? x * layer.weight("gamma").value(feature)
                                    + layer.weight("beta").value(feature)
                            : x);
        }
        assertThat(Golden.difference(output, expected)).isLessThanOrEqualTo(1e-6f);
    }

    @Test
    void namesALayerThatItWouldComputeInAnotherWay() {
        assertRefused("'1' (GlobalPooling1dSpec)", new GlobalPooling1dSpec(Pooling1dSpec.Kind.MAX, true));
        assertRefused("'1' (SoftmaxSpec)", new SoftmaxSpec(1));
        assertRefused("'1' (LayerNormalizationSpec)", new LayerNormalizationSpec(0.001, true, true, -1));
        assertRefused("'2' (Reverse)", SEQUENCES, new Reverse());
    }

    @Test
    void refusesAGraphThatIsNoChain() {
        KerasModel chain = Models.chain(Shape.of(5, 3), SEQUENCES, new DropoutSpec(0.5), new DropoutSpec(0.5));
        KerasLayer last = chain.layer("3");
        KerasModel branched = new KerasModel(
                "memory",
                "3.0",
                KerasModel.Kind.FUNCTIONAL,
                "m",
                List.of(
                        chain.layer("0"),
                        chain.layer("1"),
                        chain.layer("2"),
                        new KerasLayer("3", "Dropout", last.spec(), List.of("1"), last.outputShape(), last.weights())),
                List.of("0"),
                List.of("3"));

        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.multiLayerNetwork(branched))
                .withMessageContaining("no chain of layers");
    }

    private static void assertRefused(String part, LayerSpec... specs) {
        KerasModel model = Models.chain(Shape.of(5, 3), specs);
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.multiLayerNetwork(model))
                .withMessageContaining("memory: layer " + part)
                .withMessageContaining("DL4J back end");
    }

    private record Reverse() implements LayerSpec {
        @Override
        public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
        }

        @Override
        public List<WeightSpec> weights(List<Shape> inputs) {
            return List.of();
        }
    }
}
