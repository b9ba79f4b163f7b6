package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.ActivationSpec;
import io.github.klibras.keras.layer.DenseSpec;
import io.github.klibras.keras.layer.FlattenSpec;
import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InferenceOnlyTest {

    static List<Named<KerasModel>> modelsWithLayersOfOurs() {
        GruSpec gru = new GruSpec(ModelCases.settings(4, true, false), Activation.TANH, Activation.SIGMOID, true);
        return List.of(
                endingInDense("KerasGru", gru),
                endingInDense("KerasFlatten", new FlattenSpec()),
                endingInDense("KerasActivation", new ActivationSpec(Activation.TANH), new FlattenSpec()),
                endingInDense("gelu", new DenseSpec(4, Activation.GELU, true), new FlattenSpec()));
    }

    private static Named<KerasModel> endingInDense(String ours, LayerSpec first, LayerSpec... others) {
        LayerSpec[] specs = new LayerSpec[others.length + 2];
        specs[0] = first;
        System.arraycopy(others, 0, specs, 1, others.length);
        specs[specs.length - 1] = new DenseSpec(3, Activation.SOFTMAX, true);
        return Named.of(ours, Models.chain(Shape.of(5, 4), specs));
    }

    @ParameterizedTest
    @MethodSource("modelsWithLayersOfOurs")
    void trainingIsRefused(KerasModel model) {
        INDArray input = Samples.of(model, 2).inputs()[0];
        INDArray labels = Nd4j.zeros(2, 3);
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        ComputationGraph graph = Dl4jNetworks.computationGraph(model);

        assertRefused(() -> network.fit(input, labels));
        assertRefused(() -> network.fit(batches(input, labels)));
        assertRefused(() -> network.feedForward(input, true));
        assertRefused(() -> graph.fit(new INDArray[] {input}, new INDArray[] {labels}));
        assertRefused(() -> graph.fit(batches(input, labels)));
    }

    private static DataSetIterator batches(INDArray input, INDArray labels) {
        return new ListDataSetIterator<>(List.of(new DataSet(input, labels)));
    }

    private static void assertRefused(Runnable training) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(training::run)
                .withMessageContaining("does not support training")
                .withMessageContaining("inference");
    }

    @Test
    void theMessageNamesTheLayer() {
        KerasModel model = Golden.model(Golden.committed("s_gru_nobias.h5"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        INDArray input = Samples.of(model, 1).inputs()[0];

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> network.fit(input, Nd4j.zeros(1, 3)))
                .withMessageContaining("gru_8");
    }

    @Test
    void masksAreRefused() {
        KerasModel model = Golden.model(Golden.committed("s_gru_nobias.h5"));
        MultiLayerNetwork network = Dl4jNetworks.multiLayerNetwork(model);
        INDArray input = Samples.of(model, 1).inputs()[0];

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> network.output(input, false, Nd4j.ones(1, 20), null))
                .withMessageContaining("mask");
    }
}
