package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The edges of a Functional model. Keras 2 writes an edge as {@code ["layer", 0, 0, {}]}, Keras 3 as a
 * {@code __keras_tensor__} with such a list as its {@code keras_history}.
 */
final class InboundNodes {

    private InboundNodes() {}

    /** Returns the names of the layers that the given one takes input from. */
    static List<String> read(String layer, List<?> nodes) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        if (nodes.size() > 1) {
            throw new KerasModelException(
                    "layer '" + layer + "' is used " + nodes.size() + " times in the model, which is not supported");
        }
        List<String> inputs = new ArrayList<>();
        try {
            collect(nodes.get(0), inputs);
        } catch (KerasModelException e) {
            throw e.in("layer '" + layer + "'");
        }
        return inputs;
    }

    /** Reads {@code input_layers} or {@code output_layers}: one reference, or a list of them. */
    static List<String> ends(List<?> references) {
        List<String> names = new ArrayList<>();
        collect(references, names);
        if (names.isEmpty()) {
            throw new KerasModelException("the model has no inputs or no outputs");
        }
        return names;
    }

    private static void collect(@Nullable Object value, List<String> names) {
        if (value instanceof List<?> list) {
            if (isReference(list)) {
                names.add(referred(list));
            } else {
                list.forEach(element -> collect(element, names));
            }
        } else if (value instanceof Map<?, ?> map) {
            collectFromObject(map, names);
        }
    }

    private static void collectFromObject(Map<?, ?> map, List<String> names) {
        if ("__keras_tensor__".equals(map.get("class_name"))) {
            names.add(referred(Json.list(Json.object(map, "config"), "keras_history")));
            return;
        }
        requireHarmless(map.get("kwargs"));
        if (map.containsKey("args")) {
            collect(map.get("args"), names);
        } else if (!map.isEmpty()) {
            throw new KerasModelException("has an inbound node that can not be understood: keys " + map.keySet());
        }
    }

    private static boolean isReference(List<?> list) {
        return list.size() >= 3
                && list.get(0) instanceof String
                && list.get(1) instanceof Integer
                && list.get(2) instanceof Integer;
    }

    private static String referred(List<?> reference) {
        if (!isReference(reference)) {
            throw new KerasModelException("has an inbound node that can not be understood: " + reference);
        }
        boolean firstTensor = reference.get(1).equals(0) && reference.get(2).equals(0);
        if (!firstTensor || (reference.size() > 3 && isSet(reference.get(3)))) {
            throw new KerasModelException(
                    "uses " + reference + "; only the first output of a layer, without arguments, is supported");
        }
        return (String) reference.get(0);
    }

    /** Refuses call arguments that change the result, such as {@code training=True} or an initial state. */
    private static void requireHarmless(@Nullable Object kwargs) {
        if (kwargs instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (isSet(value)) {
                    throw new KerasModelException("is called with " + key + "=" + value + ", which is not supported");
                }
            });
        }
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !(value instanceof Map<?, ?> map && map.isEmpty());
    }
}
