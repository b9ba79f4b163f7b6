package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The edges of a Functional model. Keras 2 writes an edge as {@code ["layer", 0, 0, {}]}, Keras 3 as a
 * {@code __keras_tensor__} with such a list as its {@code keras_history}.
 */
final class InboundNodes {

    private static final String MASK = "mask";

    private InboundNodes() {}

    /** Returns the calls of a layer: the sources of its input for each use. */
    static List<Call> read(String title, List<?> nodes, MaskOperations masks) {
        List<Call> calls = new ArrayList<>();
        try {
            for (Object node : nodes) {
                List<TensorReference> inputs = new ArrayList<>();
                collect(node, inputs);
                calls.add(new Call(inputs, mask(node, masks)));
            }
            if (calls.isEmpty() || calls.stream().anyMatch(call -> call.inputs().isEmpty())) {
                throw new KerasModelException("takes no input");
            }
        } catch (KerasModelException e) {
            throw e.in(title);
        }
        return calls;
    }

    private static Set<MaskOperations.Differing> mask(@Nullable Object node, MaskOperations masks) {
        Object mask = node instanceof Map<?, ?> map && map.get("kwargs") instanceof Map<?, ?> kwargs
                ? kwargs.get(MASK)
                : null;
        return mask == null ? Set.of() : masks.mask(mask);
    }

    /** Reads one {@code __keras_tensor__}. */
    static TensorReference tensor(@Nullable Object written) {
        List<TensorReference> references = new ArrayList<>();
        collect(written, references);
        if (references.size() != 1) {
            throw new KerasModelException("has an argument that cannot be understood: " + written);
        }
        return references.get(0);
    }

    /** Reads {@code input_layers} or {@code output_layers}: one reference, or a list of them. */
    static List<TensorReference> ends(Map<?, ?> config, String key) {
        List<TensorReference> references = new ArrayList<>();
        collect(Json.list(config, key), references);
        if (references.isEmpty()) {
            throw new KerasModelException("'" + key + "' of the model's configuration is empty");
        }
        return references;
    }

    private static void collect(@Nullable Object value, List<TensorReference> references) {
        if (value instanceof List<?> list) {
            if (isReference(list)) {
                references.add(reference(list));
            } else {
                list.forEach(element -> collect(element, references));
            }
        } else if (value instanceof Map<?, ?> map) {
            collectFromObject(map, references);
        } else if (isSet(value)) {
            throw new KerasModelException("is called with " + value + ", which is not supported");
        }
    }

    private static void collectFromObject(Map<?, ?> map, List<TensorReference> references) {
        if ("__keras_tensor__".equals(map.get("class_name"))) {
            references.add(reference(Json.list(Json.object(map, "config"), "keras_history")));
            return;
        }
        requireHarmless(map.get("kwargs"));
        if (map.containsKey("args")) {
            collect(map.get("args"), references);
        } else if (!map.isEmpty()) {
            throw new KerasModelException("has an inbound node that cannot be understood: keys " + map.keySet());
        }
    }

    private static boolean isReference(List<?> list) {
        return list.size() >= 3
                && list.get(0) instanceof String
                && list.get(1) instanceof Integer
                && list.get(2) instanceof Integer;
    }

    private static TensorReference reference(List<?> reference) {
        if (!isReference(reference)) {
            throw new KerasModelException("has an inbound node that cannot be understood: " + reference);
        }
        if (reference.size() > 3 && isSet(reference.get(3))) {
            throw new KerasModelException("is called with " + reference.get(3) + ", which is not supported");
        }
        return new TensorReference((String) reference.get(0), (Integer) reference.get(1), (Integer) reference.get(2));
    }

    /** Refuses call arguments that change the result, such as {@code training=True} or an initial state. */
    private static void requireHarmless(@Nullable Object kwargs) {
        if (kwargs instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (isSet(value) && !MASK.equals(key)) {
                    throw new KerasModelException("is called with " + key + "=" + value + ", which is not supported");
                }
            });
        }
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !(value instanceof Map<?, ?> map && map.isEmpty());
    }
}
