package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the {@code model_config} of an {@code .h5} file, which is the {@code config.json} of a {@code .keras} file. */
final class ModelConfigReader {

    private static final int MAX_LAYERS = 4096;
    private static final int MAX_DEPTH = 16;

    private final KerasVersion version;
    private int layerCount;

    private ModelConfigReader(KerasVersion version) {
        this.version = version;
    }

    static ModelConfig read(String json, KerasVersion version) {
        Map<?, ?> model = Json.object("model's configuration", json);
        String kerasClass = Json.string(model, "class_name");
        if (!isModel(kerasClass)) {
            throw new KerasModelException("the model is of class '" + kerasClass
                    + "', but Sequential or Functional is required; subclassed models cannot be read");
        }
        LayerEntry.requireOfKeras(model, kerasClass);
        return new ModelConfigReader(version).model(kerasClass, Json.object(model, "config"), 0);
    }

    private static boolean isModel(String kerasClass) {
        return kerasClass.equals("Sequential") || kerasClass.equals("Functional") || kerasClass.equals("Model");
    }

    private ModelConfig model(String kerasClass, Map<?, ?> config, int depth) {
        if (depth > MAX_DEPTH) {
            throw new KerasModelException("models are nested more than " + MAX_DEPTH + " deep");
        }
        ModelConfig read = kerasClass.equals("Sequential") ? sequential(config, depth) : functional(config, depth);
        requireUniqueNames(read.layers());
        return read;
    }

    private ModelConfig sequential(Map<?, ?> config, int depth) {
        List<LayerNode> layers = new ArrayList<>();
        for (Object element : Json.list(config, "layers")) {
            Map<?, ?> entry = Json.asObject("description of a layer", element);
            if (layers.isEmpty() && !Json.string(entry, "class_name").equals("InputLayer")) {
                layers.add(impliedInput(config, entry));
            }
            Call call = layers.isEmpty()
                    ? Call.of()
                    : Call.of(TensorReference.to(last(layers).name()));
            layers.add(layer(entry, Json.string(Json.object(entry, "config"), "name"), depth)
                    .calledWith(List.of(call)));
        }
        if (layers.size() < 2) {
            throw new KerasModelException("the model has no layers");
        }
        return new ModelConfig(
                KerasModel.Kind.SEQUENTIAL,
                Json.string(config, "name"),
                layers,
                List.of(layers.get(0).name()),
                List.of(TensorReference.to(last(layers).name())));
    }

    /** Creates the input of a model whose file gives its shape only in the first layer or the model. */
    private static LayerNode impliedInput(Map<?, ?> model, Map<?, ?> firstEntry) {
        Map<?, ?> first = Json.object(firstEntry, "config");
        Object shape = first.get("batch_input_shape");
        shape = shape == null ? first.get("batch_shape") : shape;
        shape = shape == null ? model.get("build_input_shape") : shape;
        shape = shape == null ? first.get("build_input_shape") : shape;
        if (shape == null) {
            throw new KerasModelException("the shape of the model's input is not given; the model was never built");
        }
        String name = Json.string(first, "name") + "_input";
        InputSpec spec = new InputSpec(Shape.withoutBatch(shape));
        return new LayerNode(name, "InputLayer", true, false, spec, null, List.of(Call.of()));
    }

    private ModelConfig functional(Map<?, ?> config, int depth) {
        List<LayerNode> layers = new ArrayList<>();
        MaskOperations masks = new MaskOperations();
        for (Object element : Json.list(config, "layers")) {
            Map<?, ?> entry = Json.asObject("description of a layer", element);
            String name = Json.string(entry, "name");
            if (masks.read(entry, Json.string(entry, "class_name"), name)) {
                continue;
            }
            LayerNode layer = layer(entry, name, depth);
            boolean input = layer.specOrNull() instanceof InputSpec;
            layers.add(layer.calledWith(
                    input
                            ? List.of(Call.of())
                            : InboundNodes.read(layer.title(), Json.list(entry, "inbound_nodes"), masks)));
        }
        return new ModelConfig(
                KerasModel.Kind.FUNCTIONAL,
                Json.string(config, "name"),
                layers,
                InboundNodes.ends(config, "input_layers").stream()
                        .map(TensorReference::layer)
                        .toList(),
                InboundNodes.ends(config, "output_layers"));
    }

    /** Reads one element of {@code layers}, without the sources of its input. */
    private LayerNode layer(Map<?, ?> entry, String name, int depth) {
        if (++layerCount > MAX_LAYERS) {
            throw new KerasModelException("the model has more than " + MAX_LAYERS + " layers");
        }
        String kerasClass = Json.string(entry, "class_name");
        try {
            LayerEntry.requireOfKeras(entry, kerasClass);
            Map<?, ?> config = Json.object(entry, "config");
            boolean trainable = !Boolean.FALSE.equals(config.get("trainable"));
            return isModel(kerasClass)
                    ? new LayerNode(
                            name, kerasClass, trainable, true, null, model(kerasClass, config, depth + 1), List.of())
                    : new LayerNode(
                            name,
                            kerasClass,
                            trainable,
                            true,
                            LayerTypes.read(kerasClass, new LayerConfig(config, version)),
                            null,
                            List.of());
        } catch (KerasModelException e) {
            throw e.in("layer '" + name + "' (" + kerasClass + ")");
        }
    }

    private static LayerNode last(List<LayerNode> layers) {
        return layers.get(layers.size() - 1);
    }

    private static void requireUniqueNames(List<LayerNode> layers) {
        Set<String> names = new HashSet<>();
        for (LayerNode layer : layers) {
            if (!names.add(layer.name())) {
                throw new KerasModelException("two layers are named '" + layer.name() + "'");
            }
        }
    }
}
