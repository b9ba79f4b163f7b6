package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.CausalSpec;
import io.github.klibras.keras.layer.InputSpec;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Json;
import io.github.klibras.keras.layer.KerasVersion;
import io.github.klibras.keras.layer.LayerConfig;
import io.github.klibras.keras.layer.LayerEntry;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.LayerTypes;
import io.github.klibras.keras.layer.Shape;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the {@code model_config} of an {@code .h5} file, which is the {@code config.json} of a {@code .keras} file. */
public final class ModelConfigReader {

    private static final int MAX_LAYERS = 4096;
    private static final int MAX_DEPTH = 16;

    private final KerasVersion version;
    private int layerCount;

    private ModelConfigReader(KerasVersion version) {
        this.version = version;
    }

    public static ModelConfig read(String json, KerasVersion version) {
        Map<?, ?> model = Json.object("model's configuration", json);
        String kerasClass = Json.string(model, "class_name");
        if (!isModel(kerasClass)) {
            throw new InvalidModelException("the model is of class '" + kerasClass
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
            throw new InvalidModelException("models are nested more than " + MAX_DEPTH + " deep");
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
            throw new InvalidModelException("the model has no layers");
        }
        return new ModelConfig(
                true,
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
            throw new InvalidModelException("the shape of the model's input is not given; the model was never built");
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
            if (!isModel(Json.string(entry, "class_name")) && OperatorReader.isOperator(entry)) {
                layers.add(operator(entry, name));
                continue;
            }
            LayerNode layer = layer(entry, name, depth);
            boolean input = layer.specOrNull() instanceof InputSpec;
            layers.add(
                    input
                            ? layer.calledWith(List.of(Call.of()))
                            : called(
                                    layer, InboundNodes.read(layer.title(), Json.list(entry, "inbound_nodes"), masks)));
        }
        ModelConfig read = new ModelConfig(
                false,
                Json.string(config, "name"),
                layers,
                InboundNodes.ends(config, "input_layers").stream()
                        .map(TensorReference::layer)
                        .toList(),
                InboundNodes.ends(config, "output_layers"));
        return version.major() == 2 ? read.withUsesOfModelsCountedFromZero() : read;
    }

    /** Reads one element of {@code layers}, without the sources of its input. */
    private LayerNode layer(Map<?, ?> entry, String name, int depth) {
        count();
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
        } catch (InvalidModelException e) {
            throw e.in("layer '" + name + "' (" + kerasClass + ")");
        }
    }

    private void count() {
        if (++layerCount > MAX_LAYERS) {
            throw new InvalidModelException("the model has more than " + MAX_LAYERS + " layers");
        }
    }

    private static LayerNode called(LayerNode layer, List<Call> calls) {
        LayerNode called = layer.calledWith(calls);
        if (calls.stream().noneMatch(Call::causal)) {
            return called;
        }
        if (layer.specOrNull() instanceof CausalSpec attention && calls.stream().allMatch(Call::causal)) {
            return called.computing(attention.causal());
        }
        throw new InvalidModelException(
                layer.title() + ": is called with use_causal_mask=true, which is not supported there");
    }

    private LayerNode operator(Map<?, ?> entry, String name) {
        count();
        String kerasClass = Json.string(entry, "class_name");
        try {
            OperatorCall call = OperatorReader.read(entry);
            LayerSpec spec = Operators.spec(call);
            Call use = new Call(call.tensors(), Set.of(), false);
            // In Keras 2 an operator is a layer, which has a place of its own among the weights.
            boolean stored = version.major() == 2;
            return new LayerNode(name, kerasClass, true, stored, spec, null, List.of(use));
        } catch (InvalidModelException e) {
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
                throw new InvalidModelException("two layers are named '" + layer.name() + "'");
            }
        }
    }
}
