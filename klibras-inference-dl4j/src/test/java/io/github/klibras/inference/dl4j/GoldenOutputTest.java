package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.KerasLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

class GoldenOutputTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s_dense.h5",
                "s_dense.keras",
                "s_dense_bn.h5",
                "s_dense_bn.keras",
                "s_gru_before.h5",
                "s_gru_before.keras",
                "s_gru_nobias.h5",
                "s_gru_nobias.keras",
                "s_act.h5",
                "s_act.keras",
                "f_simple.h5",
                "f_simple.keras"
            })
    void smallModelsMatchKeras(String file) {
        assertMatches(Golden.committed(file), file.replaceAll("\\..*", ""), Golden::committed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s_lstm", "s_bilstm", "s_bigru", "s_flatten", "s_conv1d", "s_conv1d_gap", "f_concat"})
    void moreSmallModelsMatchKeras(String model) {
        for (String format : List.of(".h5", ".keras")) {
            assertMatches(Golden.shared("golden/" + model + format), model, name -> Golden.shared("golden/" + name));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/asl_action_recognizer.h5", "golden/asl_resaved.keras"})
    void originalModelMatchesKeras(String file) {
        assertMatches(Golden.shared(file), "asl", name -> Golden.shared("golden/" + name));
        assertMatches(Golden.shared(file), "asl_b1", name -> Golden.shared("golden/" + name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"klibras1692_inputshape.h5", "klibras1692_inputshape.keras"})
    void modelOfFaceAndHandsMatchesKeras(String file) {
        assertMatches(
                Golden.shared("golden/" + file), "klibras1692_inputshape", name -> Golden.shared("golden/" + name));
    }

    @Test
    void everyLayerOfTheOriginalModelMatchesKeras() {
        KerasModel model = Golden.model(Golden.shared("models/asl_action_recognizer.h5"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        INDArray input = Golden.input(model, Golden.floats(Golden.shared("golden/asl.in0.f32")));
        List<INDArray> outputs = network.feedForward(input, false);
        for (int i = 1; i < model.layers().size(); i++) {
            KerasLayer layer = model.layers().get(i);
            float[] expected = Golden.floats(Golden.shared("golden/asl.layer." + layer.name() + ".f32"));
            float difference = Golden.difference(Golden.values(outputs.get(i)), expected);
            System.err.println("asl." + layer.name() + ": greatest difference from Keras " + difference);
            assertThat(difference).as(layer.name()).isLessThanOrEqualTo(Golden.TOLERANCE);
        }
    }

    private static void assertMatches(Path file, String golden, Function<String, Path> folder) {
        KerasModel model = Golden.model(file);
        INDArray input = Golden.input(model, Golden.floats(folder.apply(golden + ".in0.f32")));
        float[] output = Golden.values(
                Dl4jNetworks.isChain(model)
                        ? Dl4jNetworks.multiLayerNetwork(model).output(input)
                        : Dl4jNetworks.computationGraph(model).outputSingle(input));
        float difference = Golden.difference(output, Golden.floats(folder.apply(golden + ".out0.f32")));
        System.err.println(file.getFileName() + ": greatest difference from Keras " + difference);
        assertThat(difference).isLessThanOrEqualTo(Golden.TOLERANCE);
    }
}
