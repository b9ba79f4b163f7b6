package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Json;
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
    private static final String CAUSAL = "use_causal_mask";

    /** Inputs that are given by name; they come after those that are not, in this order. */
    private static final List<String> NAMED_INPUTS = List.of("value", "key", "initial_state");

    private InboundNodes() {}

    /** Returns the calls of a layer: the sources of its input for each use. */
    static List<Call> read(String title, List<?> nodes, MaskOperations masks) {
        List<Call> calls = new ArrayList<>();
        try {
            for (Object node : nodes) {
                List<TensorReference> inputs = new ArrayList<>();
                collect(node, inputs);
                calls.add(new Call(inputs, mask(node, masks), isCausal(node)));
            }
            if (calls.isEmpty() || calls.stream().anyMatch(call -> call.inputs().isEmpty())) {
                throw new InvalidModelException("takes no input");
            }
        } catch (InvalidModelException e) {
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

    /** Looks for the argument wherever the version of Keras writes it. */
    private static boolean isCausal(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(InboundNodes::isCausal);
        }
        return value instanceof Map<?, ?> map && (Boolean.TRUE.equals(map.get(CAUSAL)) || isCausal(map.get("kwargs")));
    }

    /** Reads one {@code __keras_tensor__}. */
    static TensorReference tensor(@Nullable Object written) {
        List<TensorReference> references = new ArrayList<>();
        collect(written, references);
        if (references.size() != 1) {
            throw new InvalidModelException("has an argument that cannot be understood: " + written);
        }
        return references.get(0);
    }

    /** Reads {@code input_layers} or {@code output_layers}: one reference, or a list of them. */
    static List<TensorReference> ends(Map<?, ?> config, String key) {
        List<TensorReference> references = new ArrayList<>();
        collect(Json.list(config, key), references);
        if (references.isEmpty()) {
            throw new InvalidModelException("'" + key + "' of the model's configuration is empty");
        }
        return references;
    }

    private static void collect(@Nullable Object value, List<TensorReference> references) {
        if (value instanceof List<?> list) {
            if (isReference(list)) {
                references.add(reference(list));
                if (list.size() > 3) {
                    collectNamed(list.get(3), references);
                }
            } else {
                list.forEach(element -> collect(element, references));
            }
        } else if (value instanceof Map<?, ?> map) {
            collectFromObject(map, references);
        } else if (isSet(value)) {
            throw new InvalidModelException("is called with " + value + ", which is not supported");
        }
    }

    private static void collectFromObject(Map<?, ?> map, List<TensorReference> references) {
        if ("__keras_tensor__".equals(map.get("class_name"))) {
            references.add(reference(Json.list(Json.object(map, "config"), "keras_history")));
            return;
        }
        requireHarmless(map.get("kwargs"), true);
        if (map.containsKey("args")) {
            collect(map.get("args"), references);
            collectNamed(map.get("kwargs"), references);
        } else if (!map.isEmpty()) {
            throw new InvalidModelException("has an inbound node that cannot be understood: keys " + map.keySet());
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
            throw new InvalidModelException("has an inbound node that cannot be understood: " + reference);
        }
        if (reference.size() > 3) {
            requireHarmless(reference.get(3), false);
        }
        return new TensorReference((String) reference.get(0), (Integer) reference.get(1), (Integer) reference.get(2));
    }

    private static void collectNamed(@Nullable Object kwargs, List<TensorReference> references) {
        if (kwargs instanceof Map<?, ?> map) {
            for (String name : NAMED_INPUTS) {
                if (map.get(name) != null) {
                    collect(map.get(name), references);
                }
            }
        }
    }

    /** Refuses call arguments that change the result, such as {@code training=True} or an initial state. */
    private static void requireHarmless(@Nullable Object kwargs, boolean maskIsRead) {
        if (kwargs instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                boolean known = CAUSAL.equals(key) || (maskIsRead && MASK.equals(key)) || isNamedInput(key, value);
                if (isSet(value) && !known) {
                    throw new InvalidModelException("is called with " + key + "=" + value + ", which is not supported");
                }
            });
        }
    }

    private static boolean isNamedInput(Object key, @Nullable Object value) {
        boolean tensors = isTensor(value)
                || (value instanceof List<?> list
                        && !list.isEmpty()
                        && list.stream().allMatch(InboundNodes::isTensor));
        return tensors && NAMED_INPUTS.contains(String.valueOf(key));
    }

    private static boolean isTensor(@Nullable Object value) {
        return (value instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name")))
                || (value instanceof List<?> list && isReference(list));
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value) && !(value instanceof Map<?, ?> map && map.isEmpty());
    }
}
