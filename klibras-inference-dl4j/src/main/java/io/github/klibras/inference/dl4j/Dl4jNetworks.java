package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.InputSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Builds Deeplearning4j networks from Keras models, with the same layers under the same names, and the same layout of
 * inputs and outputs, [batch, time, features] or [batch, features]. A Dense layer at the end becomes DL4J's
 * {@code OutputLayer} with the usual loss for its activation, so that the network can be evaluated; the loss used in
 * training is not read. Stateless and thread-safe; nothing is registered with DL4J.
 *
 * <p>All sizes are set explicitly instead of inferred by DL4J, which gets some wrong, such as those after a global
 * pooling of [batch, time, features].
 */
public final class Dl4jNetworks {

    private Dl4jNetworks() {}

    /**
     * Builds a network from a model that is a chain of layers, Sequential or Functional.
     *
     * @return a new network, for inference; the caller closes it
     * @throws KerasModelException if the model is not a chain, or has a layer that DL4J does not compute as Keras does
     */
    public static MultiLayerNetwork multiLayerNetwork(KerasModel model) {
        requireChain(model);
        MultiLayerConfiguration configuration = chainConfiguration(model);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        long parameters = configuration.getConfs().stream()
                .mapToLong(conf -> conf.getLayer().initializer().numParams(conf))
                .sum();
        network.init(zeros(parameters), false);
        setParameters(model, network::getLayer);
        return network;
    }

    /**
     * Builds a network from any model, with one or more inputs and outputs in the model's order.
     *
     * @return a new network, for inference; the caller closes it
     * @throws KerasModelException if DL4J does not compute one of the layers as Keras does
     */
    public static ComputationGraph computationGraph(KerasModel model) {
        ComputationGraphConfiguration configuration = graphConfiguration(model);
        ComputationGraph network = new ComputationGraph(configuration);
        long parameters = configuration.getVertices().values().stream()
                .mapToLong(vertex -> vertex.numParams(true))
                .sum();
        network.init(zeros(parameters), false);
        setParameters(model, network::getLayer);
        return network;
    }

    static boolean isChain(KerasModel model) {
        List<KerasLayer> layers = model.layers();
        for (int i = 1; i < layers.size(); i++) {
            if (!layers.get(i).inputs().equals(List.of(layers.get(i - 1).name()))) {
                return false;
            }
        }
        return layers.size() > 1
                && model.inputs().equals(List.of(layers.get(0).name()))
                && model.outputs().equals(List.of(layers.get(layers.size() - 1).name()));
    }

    private static void requireChain(KerasModel model) {
        if (!isChain(model)) {
            throw new KerasModelException(model.source()
                    + ": the model is no chain of layers; it can become a ComputationGraph, but no MultiLayerNetwork");
        }
    }

    private static MultiLayerConfiguration chainConfiguration(KerasModel model) {
        List<NeuralNetConfiguration> layers = new ArrayList<>();
        for (KerasLayer layer : model.layers()) {
            if (layer.spec() instanceof InputSpec) {
                requireSupported(model, layer);
            } else {
                layers.add(new NeuralNetConfiguration.Builder()
                        .dataType(DataType.FLOAT)
                        .layer(configure(model, layer))
                        .build());
            }
        }
        // Not DL4J's builder, which infers the sizes.
        MultiLayerConfiguration configuration = new MultiLayerConfiguration();
        configuration.setConfs(layers);
        configuration.setDataType(DataType.FLOAT);
        configuration.setCacheMode(CacheMode.NONE);
        configuration.setValidateOutputLayerConfig(false);
        return configuration;
    }

    private static ComputationGraphConfiguration graphConfiguration(KerasModel model) {
        ComputationGraphConfiguration.GraphBuilder graph =
                new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).graphBuilder();
        graph.addInputs(model.inputs());
        graph.setOutputs(model.outputs().toArray(String[]::new));
        // DL4J's check only makes sense for training.
        graph.validateOutputLayerConfig(false);
        for (KerasLayer layer : model.layers()) {
            String[] inputs = layer.inputs().toArray(String[]::new);
            if (layer.spec() instanceof InputSpec) {
                requireSupported(model, layer);
            } else if (MergingVertices.isMerging(layer.spec())) {
                graph.addVertex(layer.name(), vertex(model, layer), inputs);
            } else {
                requireComputableInGraph(model, layer);
                graph.addLayer(layer.name(), configure(model, layer), inputs);
            }
        }
        return graph.build();
    }

    private static void requireSupported(KerasModel model, KerasLayer input) {
        Shape shape = input.outputShape();
        boolean supported = (shape.rank() == 1 || shape.rank() == 2) && shape.last() != Shape.UNKNOWN;
        if (model.outputs().contains(input.name())) {
            throw refused(model, input, "the DL4J back end does not support an input that is an output too");
        }
        if (!supported) {
            throw refused(
                    model, input, "the DL4J back end supports [time, features] and [features], but it is " + shape);
        }
    }

    /** Refuses a batch normalization of a row as an output, with which DL4J's memory management fails. */
    private static void requireComputableInGraph(KerasModel model, KerasLayer layer) {
        boolean fails = layer.spec() instanceof BatchNormalizationSpec
                && layer.outputShape().rank() == 1
                && model.outputs().contains(layer.name());
        if (fails) {
            throw refused(model, layer, "the DL4J back end does not support it as the output of a graph");
        }
    }

    private static org.deeplearning4j.nn.conf.layers.Layer configure(KerasModel model, KerasLayer layer) {
        if (layer.inputs().size() != 1) {
            throw refused(model, layer, "the DL4J back end does not support layers of this class with several inputs");
        }
        KerasLayer input = model.layer(layer.inputs().get(0));
        boolean first = input.spec() instanceof InputSpec;
        boolean last = model.outputs().contains(layer.name())
                && model.layers().stream().noneMatch(other -> other.inputs().contains(layer.name()));
        try {
            return LayerTranslators.configure(layer.spec(), new Place(layer.name(), input.outputShape(), first, last));
        } catch (KerasModelException e) {
            throw refused(model, layer, e.getMessage());
        }
    }

    private static GraphVertex vertex(KerasModel model, KerasLayer layer) {
        try {
            return MergingVertices.configure(layer.spec(), inputShapes(model, layer));
        } catch (KerasModelException e) {
            throw refused(model, layer, e.getMessage());
        }
    }

    private static List<Shape> inputShapes(KerasModel model, KerasLayer layer) {
        return layer.inputs().stream()
                .map(name -> model.layer(name).outputShape())
                .toList();
    }

    private static KerasModelException refused(KerasModel model, KerasLayer layer, @Nullable String reason) {
        return new KerasModelException(
                model.source() + ": layer '" + layer.name() + "' (" + layer.kerasClass() + "): " + reason);
    }

    /**
     * Returns an array for all parameters; given one, DL4J does not create random weights, which would be overwritten.
     */
    private static @Nullable INDArray zeros(long parameters) {
        return parameters == 0 ? null : Nd4j.zeros(DataType.FLOAT, 1, parameters);
    }

    private static void setParameters(KerasModel model, Function<String, Layer> network) {
        for (KerasLayer layer : model.layers()) {
            if (!layer.weights().isEmpty()) {
                setParameters(network.apply(layer.name()), LayerTranslators.parameters(layer));
            }
        }
    }

    private static void setParameters(Layer layer, Map<String, Tensor> values) {
        if (!layer.paramTable().keySet().equals(values.keySet())) {
            throw new IllegalStateException("DL4J's layer " + layer.getClass().getSimpleName() + " has parameters "
                    + layer.paramTable().keySet() + ", not " + values.keySet());
        }
        values.forEach((name, tensor) -> {
            INDArray parameter = layer.getParam(name);
            try (INDArray value = Nd4j.create(tensor.toArray(), parameter.shape(), 'c')) {
                parameter.assign(value);
            }
        });
    }
}
