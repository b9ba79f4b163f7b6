package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the layers of a model, their shapes and their weights together. */
final class ModelAssembler {

    private final Map<String, Shape> shapes = new HashMap<>();
    private final Map<String, Boolean> masked = new HashMap<>();
    private final IdentityHashMap<LayerNode, List<WeightSpec>> requiredWeights = new IdentityHashMap<>();

    private ModelAssembler() {}

    static KerasModel assemble(String source, KerasVersion version, ModelConfig config, WeightStore store) {
        LayerGraph.Result graph = LayerGraph.of(config);
        ModelAssembler assembler = new ModelAssembler();
        graph.uses().forEach(assembler::inferShapes);
        IdentityHashMap<LayerNode, List<Tensor>> weights = store.read(config.layers(), assembler::required);
        return new KerasModel(
                source,
                version.text(),
                config.kind(),
                config.name(),
                graph.uses().stream()
                        .map(use -> assembler.layer(use, weights.getOrDefault(use.layer(), List.of())))
                        .toList(),
                config.inputs(),
                graph.outputs());
    }

    private void inferShapes(LayerGraph.Use use) {
        LayerNode layer = use.layer();
        List<Shape> inputs = new ArrayList<>();
        List<Boolean> maskedInputs = new ArrayList<>();
        for (String input : use.inputs()) {
            inputs.add(shape(input));
            maskedInputs.add(masked.getOrDefault(input, false));
        }
        try {
            List<WeightSpec> required = layer.spec().weights(inputs);
            List<WeightSpec> before = requiredWeights.putIfAbsent(layer, required);
            if (before != null && !before.equals(required)) {
                throw new KerasModelException("is used with inputs that need different weights");
            }
            shapes.put(use.name(), layer.spec().outputShape(inputs));
            masked.put(use.name(), !inputs.isEmpty() && layer.spec().masksOutput(maskedInputs));
        } catch (KerasModelException e) {
            throw e.in(layer.title());
        } catch (ArithmeticException e) {
            throw new KerasModelException(layer.title() + ": its sizes are too large", e);
        }
    }

    private List<WeightSpec> required(LayerNode layer) {
        return requiredWeights.getOrDefault(layer, List.of());
    }

    private KerasLayer layer(LayerGraph.Use use, List<Tensor> tensors) {
        List<WeightSpec> specs = required(use.layer());
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            named.put(specs.get(i).name(), tensors.get(i));
        }
        return new KerasLayer(
                use.name(), use.layer().kerasClass(), use.layer().spec(), use.inputs(), shape(use.name()), named);
    }

    private Shape shape(String use) {
        Shape shape = shapes.get(use);
        if (shape == null) {
            throw new IllegalStateException("Layer '" + use + "' comes before its input");
        }
        return shape;
    }
}
