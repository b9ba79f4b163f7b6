package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the layers of a model, their shapes and their weights together. */
final class ModelAssembler {

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, List<WeightSpec>> requiredWeights = new HashMap<>();
    private final Map<String, List<Tensor>> weights = new HashMap<>();

    private ModelAssembler() {}

    static KerasModel assemble(String source, String kerasVersion, ModelConfig config, WeightStore store) {
        List<LayerNode> ordered = LayerOrder.inputsFirst(config.layers());
        ModelAssembler assembler = new ModelAssembler();
        ordered.forEach(assembler::inferShapes);
        // The file counts layers in the order of its configuration, which need not be that of the graph.
        config.layers().forEach(layer -> assembler.readWeights(layer, store));
        store.requireAllRead();
        requireEnds(config, assembler.shapes);
        return new KerasModel(
                source,
                kerasVersion,
                config.kind(),
                config.name(),
                ordered.stream().map(assembler::layer).toList(),
                config.inputs(),
                config.outputs());
    }

    private void inferShapes(LayerNode layer) {
        List<Shape> inputs = new ArrayList<>();
        for (String input : layer.inputs()) {
            inputs.add(shape(input));
        }
        try {
            requiredWeights.put(layer.name(), layer.spec().weights(inputs));
            shapes.put(layer.name(), layer.spec().outputShape(inputs));
        } catch (KerasModelException e) {
            throw e.in(layer.title());
        } catch (ArithmeticException e) {
            throw new KerasModelException(layer.title() + ": its sizes are too large", e);
        }
    }

    private void readWeights(LayerNode layer, WeightStore store) {
        if (!layer.stored()) {
            return;
        }
        try {
            weights.put(layer.name(), store.read(layer, requiredWeights.getOrDefault(layer.name(), List.of())));
        } catch (KerasModelException e) {
            throw e.in(layer.title());
        }
    }

    private KerasLayer layer(LayerNode node) {
        List<WeightSpec> specs = requiredWeights.getOrDefault(node.name(), List.of());
        List<Tensor> tensors = weights.getOrDefault(node.name(), List.of());
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            named.put(specs.get(i).name(), tensors.get(i));
        }
        return new KerasLayer(node.name(), node.kerasClass(), node.spec(), node.inputs(), shape(node.name()), named);
    }

    private Shape shape(String layer) {
        Shape shape = shapes.get(layer);
        if (shape == null) {
            throw new IllegalStateException("Layer '" + layer + "' comes before its input");
        }
        return shape;
    }

    private static void requireEnds(ModelConfig config, Map<String, Shape> shapes) {
        for (String input : config.inputs()) {
            boolean isInput = config.layers().stream()
                    .anyMatch(layer -> layer.name().equals(input) && layer.spec() instanceof InputSpec);
            if (!isInput) {
                throw new KerasModelException("the model's input '" + input + "' is no input layer");
            }
        }
        for (String output : config.outputs()) {
            if (!shapes.containsKey(output)) {
                throw new KerasModelException("the model's output '" + output + "' is no layer of the model");
            }
        }
    }
}
