package io.github.klibras.keras;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class KerasModelReaderTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"s_dense", "s_dense_bn", "s_gru_before", "s_gru_nobias", "s_act", "f_simple"})
    void readsTheSameModelFromBothFormats(String name) {
        KerasModel h5 = KerasModelReader.read(ModelFiles.golden(folder, name + ".h5"));
        KerasModel keras = KerasModelReader.read(ModelFiles.golden(folder, name + ".keras"));

        assertThat(h5)
                .usingRecursiveComparison()
                .ignoringFields("source", "sha256")
                .isEqualTo(keras);
        assertThat(h5.parameters()).isPositive();
        assertThat(h5.outputShape()).isEqualTo(Shape.of(3));
    }

    @Test
    void keepsSettingsShapesAndWeightsOfEachLayer() {
        KerasModel model = KerasModelReader.read(ModelFiles.golden(folder, "s_gru_nobias.keras"));

        assertThat(model.kerasVersion()).isEqualTo("3.15.1");
        assertThat(model.kind()).isEqualTo(KerasModel.Kind.SEQUENTIAL);
        assertThat(model.inputShape()).isEqualTo(Shape.of(20, 12));
        KerasLayer gru = model.layer("gru_8");
        assertThat(gru.spec())
                .isEqualTo(new GruSpec(
                        new RecurrentSettings(9, false, false, false, false),
                        Activation.TANH,
                        Activation.SIGMOID,
                        true));
        assertThat(gru.inputs()).containsExactly("input_layer_7");
        assertThat(gru.outputShape()).isEqualTo(Shape.of(9));
        assertThat(gru.weights().keySet()).containsExactly("kernel", "recurrent_kernel");
        assertThat(gru.weight("kernel").shape()).isEqualTo(Shape.of(12, 27));
    }

    @Test
    void readsTheGraphOfAFunctionalModel() {
        KerasModel model = KerasModelReader.read(ModelFiles.golden(folder, "f_simple.h5"));

        assertThat(model.kind()).isEqualTo(KerasModel.Kind.FUNCTIONAL);
        assertThat(model.layers().stream().map(KerasLayer::name)).containsExactly("input_layer_20", "g1", "d1", "o");
        assertThat(model.layer("o").inputs()).isEqualTo(List.of("d1"));
        assertThat(model.inputs()).containsExactly("input_layer_20");
        assertThat(model.outputs()).containsExactly("o");
    }

    @Test
    void detectsTheFormatFromTheFirstBytes() {
        Path misnamed = ModelFiles.write(folder, "model.h5", ModelFiles.goldenBytes("s_dense.keras"));

        assertThat(KerasModelReader.read(misnamed).outputShape()).isEqualTo(Shape.of(3));
    }

    @Test
    void readsKeras2Configurations() {
        byte[] keras2 = ModelFiles.withConfig("s_gru_nobias.keras", "\"batch_shape\"", "\"batch_input_shape\"");
        Path file = ModelFiles.write(folder, "keras2.h5", keras2);

        assertThat(KerasModelReader.read(file).inputShape()).isEqualTo(Shape.of(20, 12));
    }

    @Test
    void readsTheModelOfTheOriginalService() {
        KerasModel model = KerasModelReader.read(ModelFiles.shared("models/asl_action_recognizer.h5"));

        assertThat(model.inputShape()).isEqualTo(Shape.of(100, 258));
        assertThat(model.outputShape()).isEqualTo(Shape.of(2));
        assertThat(model.layers().stream().map(KerasLayer::name))
                .containsExactly("input_layer", "gru", "gru_1", "gru_2", "dense", "dense_1", "dense_2");
        assertThat(model)
                .usingRecursiveComparison()
                .ignoringFields("source", "kerasVersion", "sha256")
                .isEqualTo(KerasModelReader.read(ModelFiles.shared("golden/asl_resaved.keras")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"klibras1692_inputshape.h5", "klibras1692_inputshape.keras"})
    void readsAModelWithDropoutAndItsRandomState(String file) {
        KerasModel model = KerasModelReader.read(ModelFiles.shared("golden/" + file));

        assertThat(model.inputShape()).isEqualTo(Shape.of(100, 1692));
        assertThat(model.layer("dropout_4").weights()).isEmpty();
    }
}
