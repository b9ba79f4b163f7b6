package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.BidirectionalSpec;
import io.github.klibras.keras.layer.Conv1dSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.LayerNormalizationSpec;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.MergeSpec;
import io.github.klibras.keras.layer.Padding;
import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.RecurrentSettings;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import io.github.klibras.keras.layer.SoftmaxSpec;
import io.github.klibras.keras.layer.TimeDistributedSpec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RefusalsTest {

    private static final Shape SEQUENCE = Shape.of(5, 3);
    private static final RecurrentSettings BACKWARDS = new RecurrentSettings(4, true, true, true, false);

    @Test
    void goingBackwardsIsRefused() {
        assertRefused(
                "'1' (GruSpec)", "go_backwards", new GruSpec(BACKWARDS, Activation.TANH, Activation.SIGMOID, true));
        assertRefused("'1' (LstmSpec)", "go_backwards", new LstmSpec(BACKWARDS, Activation.TANH, Activation.SIGMOID));
        assertRefused("'1' (SimpleRnnSpec)", "go_backwards", new SimpleRnnSpec(BACKWARDS, Activation.TANH));
    }

    @Test
    void differentDirectionsAreRefused() {
        SimpleRnnSpec forward = new SimpleRnnSpec(ModelCases.settings(4, true, true), Activation.TANH);
        assertRefused(
                "'1' (BidirectionalSpec)",
                "the same settings",
                new BidirectionalSpec(
                        forward, new SimpleRnnSpec(BACKWARDS, Activation.RELU), BidirectionalSpec.Merge.CONCAT));
        assertRefused(
                "'1' (BidirectionalSpec)",
                "the same settings",
                new BidirectionalSpec(
                        forward,
                        new GruSpec(BACKWARDS, Activation.TANH, Activation.SIGMOID, true),
                        BidirectionalSpec.Merge.CONCAT));
    }

    @Test
    void settingsUnsupportedByDl4jAreRefused() {
        assertRefused("'1' (SoftmaxSpec)", "'axis' is 1", new SoftmaxSpec(1));
        assertOpenNumberOfFramesRefused(new Conv1dSpec(2, 1, 3, 1, 1, Padding.SAME, Activation.LINEAR, true));
        assertOpenNumberOfFramesRefused(new GlobalPooling1dSpec(Pooling1dSpec.Kind.MAX, true));
    }

    private static void assertOpenNumberOfFramesRefused(LayerSpec spec) {
        KerasModel open = Models.chain(Shape.of(Shape.UNKNOWN, 3), spec);
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.multiLayerNetwork(open))
                .withMessageContaining("memory: layer '1'")
                .withMessageContaining("number of frames is open");
    }

    @Test
    void layersUnsupportedByDl4jAreRefused() {
        assertRefused(
                "'2' (LayerNormalizationSpec)",
                "this class of layers",
                new ActivationSpec(Activation.TANH),
                new LayerNormalizationSpec(0.001, true, true, -1));
        assertRefused(
                "'1' (TimeDistributedSpec)",
                "this class of layers",
                new TimeDistributedSpec(new DenseSpec(2, Activation.TANH, true)));
    }

    @Test
    void picturesAreRefused() {
        KerasModel model = Models.chain(Shape.of(5, 3, 2), new ActivationSpec(Activation.TANH));
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.multiLayerNetwork(model))
                .withMessageContaining("memory: layer '0' (InputLayer)")
                .withMessageContaining("[5, 3, 2]");
    }

    @Test
    void mergingUnsupportedByDl4jIsRefused() {
        assertMergingRefused("minimum", MergeSpec.Operation.MINIMUM, SEQUENCE);
        assertMergingRefused("of one shape only", MergeSpec.Operation.ADD, Shape.of(1, 3));
    }

    private static void assertMergingRefused(String part, MergeSpec.Operation operation, Shape second) {
        KerasModel model = Models.graph()
                .input("x", SEQUENCE)
                .input("y", second)
                .layer("merged", new MergeSpec(operation), "x", "y")
                .model("merged");
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.computationGraph(model))
                .withMessageContaining("memory: layer 'merged' (MergeSpec)")
                .withMessageContaining(part);
    }

    @Test
    void normalizedRowAsGraphOutputIsRefused() {
        KerasModel model = Models.graph()
                .input("x", Shape.of(3))
                .layer("y", new BatchNormalizationSpec(0.001, true, true, -1), "x")
                .model("y");
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.computationGraph(model))
                .withMessageContaining("memory: layer 'y' (BatchNormalizationSpec)")
                .withMessageContaining("output of a graph");
    }

    @Test
    void inputThatIsAlsoAnOutputIsRefused() {
        KerasModel model = Models.graph()
                .input("x", SEQUENCE)
                .layer("y", new ActivationSpec(Activation.TANH), "x")
                .model("y", "x");
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.computationGraph(model))
                .withMessageContaining("memory: layer 'x' (InputLayer)")
                .withMessageContaining("an output too");
    }

    @Test
    void branchingGraphIsRefusedAsMultiLayerNetwork() {
        KerasModel model = Models.graph()
                .input("x", SEQUENCE)
                .layer("y", new ActivationSpec(Activation.TANH), "x")
                .layer("sum", new MergeSpec(MergeSpec.Operation.ADD), "x", "y")
                .model("sum");
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.multiLayerNetwork(model))
                .withMessageContaining("memory: the model is no chain of layers");
    }

    private static void assertRefused(String layer, String part, LayerSpec... specs) {
        KerasModel model = Models.chain(SEQUENCE, specs);
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.multiLayerNetwork(model))
                .withMessageContaining("memory: layer " + layer)
                .withMessageContaining("DL4J back end")
                .withMessageContaining(part);
        assertThatExceptionOfType(KerasModelException.class)
                .isThrownBy(() -> Dl4jNetworks.computationGraph(model))
                .withMessageContaining("memory: layer " + layer);
    }
}
