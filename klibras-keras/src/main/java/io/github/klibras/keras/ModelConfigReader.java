package io.github.klibras.keras;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the {@code model_config} of an {@code .h5} file, which is the {@code config.json} of a {@code .keras} file. */
final class ModelConfigReader {

    private static final int MAX_LAYERS = 4096;

    private ModelConfigReader() {}

    static ModelConfig read(String json) {
        Map<?, ?> model = Json.object("model's configuration", json);
        String kerasClass = Json.string(model, "class_name");
        Map<?, ?> config = Json.object(model, "config");
        ModelConfig read = switch (kerasClass) {
            case "Sequential" -> sequential(config);
            case "Functional", "Model" -> functional(config);
            default ->
                throw new KerasModelException("the model is of class '" + kerasClass
                        + "', but Sequential or Functional is required; subclassed models can not be read");
        };
        if (read.layers().size() > MAX_LAYERS) {
            throw new KerasModelException("the model has more than " + MAX_LAYERS + " layers");
        }
        requireUniqueNames(read.layers());
        return read;
    }

    private static ModelConfig sequential(Map<?, ?> config) {
        List<LayerNode> layers = new ArrayList<>();
        for (Object element : Json.list(config, "layers")) {
            Map<?, ?> entry = Json.asObject("description of a layer", element);
            if (layers.isEmpty() && !Json.string(entry, "class_name").equals("InputLayer")) {
                layers.add(impliedInput(config, entry));
            }
            List<String> inputs =
                    layers.isEmpty() ? List.of() : List.of(last(layers).name());
            layers.add(LayerEntry.read(entry, Json.string(Json.object(entry, "config"), "name"), inputs));
        }
        if (layers.size() < 2) {
            throw new KerasModelException("the model has no layers");
        }
        return new ModelConfig(
                KerasModel.Kind.SEQUENTIAL,
                Json.string(config, "name"),
                layers,
                List.of(layers.get(0).name()),
                List.of(last(layers).name()));
    }

    /** Makes the input of a model whose file tells its shape only with the first layer or with the model. */
    private static LayerNode impliedInput(Map<?, ?> model, Map<?, ?> firstEntry) {
        Map<?, ?> first = Json.object(firstEntry, "config");
        Object shape = first.get("batch_input_shape");
        shape = shape == null ? first.get("batch_shape") : shape;
        shape = shape == null ? model.get("build_input_shape") : shape;
        if (shape == null) {
            throw new KerasModelException("the shape of the model's input is not given; the model was never built");
        }
        String name = Json.string(first, "name") + "_input";
        return new LayerNode(name, "InputLayer", new InputSpec(Shape.withoutBatch(shape)), List.of(), false);
    }

    private static ModelConfig functional(Map<?, ?> config) {
        List<LayerNode> layers = new ArrayList<>();
        for (Object element : Json.list(config, "layers")) {
            Map<?, ?> entry = Json.asObject("description of a layer", element);
            String name = Json.string(entry, "name");
            layers.add(LayerEntry.read(entry, name, InboundNodes.read(name, Json.list(entry, "inbound_nodes"))));
        }
        return new ModelConfig(
                KerasModel.Kind.FUNCTIONAL,
                Json.string(config, "name"),
                layers,
                InboundNodes.ends(Json.list(config, "input_layers")),
                InboundNodes.ends(Json.list(config, "output_layers")));
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
