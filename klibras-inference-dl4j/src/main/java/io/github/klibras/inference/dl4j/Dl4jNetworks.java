package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.Shape;
import io.github.klibras.keras.Tensor;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds Deeplearning4j networks from Keras models: with the same layers under the same names, and the same layout of
 * inputs and outputs, [batch, time, features] or [batch, features]. Stateless and thread-safe; nothing is registered
 * with DL4J, but building a configuration seeds ND4J's random generator, as DL4J always does.
 */
public final class Dl4jNetworks {

    private Dl4jNetworks() {}

    /**
     * Builds a network from a model that is a chain of layers, Sequential or Functional. A Dense layer at its end becomes
     * DL4J's {@code OutputLayer} with the loss that usually goes with its activation, so that the network can be
     * evaluated; what it was trained with is not read.
     *
     * @return a new network, for inference; the caller closes it
     * @throws KerasModelException if the model is no chain, or if a layer is one that DL4J does not compute as Keras does
     */
    public static MultiLayerNetwork multiLayerNetwork(KerasModel model) {
        List<KerasLayer> chain = chain(model);
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(model, chain));
        if (model.parameters() == 0) {
            network.init();
            return network;
        }
        // With an array given, DL4J draws no random weights, which would be overwritten.
        network.init(Nd4j.zeros(DataType.FLOAT, 1, parameterCount(network)), false);
        for (KerasLayer layer : chain) {
            setParameters(network.getLayer(layer.name()), LayerTranslators.parameters(layer));
        }
        return network;
    }

    /** Returns the layers behind the input, in their order. */
    private static List<KerasLayer> chain(KerasModel model) {
        List<KerasLayer> layers = model.layers();
        List<KerasLayer> chain = new ArrayList<>();
        for (int i = 1; i < layers.size(); i++) {
            KerasLayer layer = layers.get(i);
            if (!layer.inputs().equals(List.of(layers.get(i - 1).name()))) {
                throw new KerasModelException(model.source() + ": layer '" + layer.name() + "' takes input from "
                        + layer.inputs() + "; the DL4J back end supports chains of layers only");
            }
            chain.add(layer);
        }
        boolean wholeChain = !chain.isEmpty()
                && model.inputs().equals(List.of(layers.get(0).name()))
                && model.outputs().equals(List.of(chain.get(chain.size() - 1).name()));
        if (!wholeChain) {
            throw new KerasModelException(model.source() + ": the model has inputs " + model.inputs() + " and outputs "
                    + model.outputs() + "; the DL4J back end supports chains of layers only");
        }
        return chain;
    }

    private static MultiLayerConfiguration configuration(KerasModel model, List<KerasLayer> chain) {
        NeuralNetConfiguration.ListBuilder list =
                new NeuralNetConfiguration.Builder().dataType(DataType.FLOAT).list();
        Shape shape = model.inputShape();
        list.setInputType(inputType(model, shape));
        // DL4J's check is of what makes sense in training.
        list.validateOutputLayerConfig(false);
        for (KerasLayer layer : chain) {
            try {
                boolean last = layer.name().equals(chain.get(chain.size() - 1).name());
                list.layer(LayerTranslators.configure(layer, new Place(layer.name(), shape, last)));
            } catch (KerasModelException e) {
                throw new KerasModelException(model.source() + ": layer '" + layer.name() + "' (" + layer.kerasClass()
                        + "): " + e.getMessage());
            }
            shape = layer.outputShape();
        }
        return list.build();
    }

    private static InputType inputType(KerasModel model, Shape shape) {
        if (shape.rank() == 1 && shape.isKnown()) {
            return InputType.feedForward(shape.last());
        }
        if (shape.rank() == 2 && shape.last() != Shape.UNKNOWN) {
            return shape.isKnown()
                    ? InputType.recurrent(shape.last(), shape.size(0), RNNFormat.NWC)
                    : InputType.recurrent(shape.last(), RNNFormat.NWC);
        }
        throw new KerasModelException(model.source() + ": the model takes " + shape
                + " (without the batch); the DL4J back end supports [time, features] and [features]");
    }

    private static long parameterCount(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().getConfs().stream()
                .mapToLong(conf -> conf.getLayer().initializer().numParams(conf))
                .sum();
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
