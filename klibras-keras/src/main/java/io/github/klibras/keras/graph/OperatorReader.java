package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Json;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads operators between layers. Keras 3 writes an operation of {@code keras.ops} with its {@code args}, {@code kwargs}
 * and settings. Keras 2 writes a {@code TFOpLambda}, with the other arguments in its inbound node, or a
 * {@code SlicingOpLambda}.
 */
final class OperatorReader {

    /** TensorFlow's names in Keras 2 files, and those of {@code keras.ops}. */
    private static final Map<String, String> NAMES_OF_KERAS_2 = Map.ofEntries(
            Map.entry("truediv", "divide"),
            Map.entry("pow", "power"),
            Map.entry("abs", "absolute"),
            Map.entry("concat", "concatenate"),
            Map.entry("expand_dims", "expanddims"),
            Map.entry("clip_by_value", "clip"),
            Map.entry("reduce_mean", "mean"),
            Map.entry("reduce_sum", "sum"),
            Map.entry("reduce_max", "max"),
            Map.entry("reduce_min", "min"),
            Map.entry("reduce_prod", "prod"),
            Map.entry("reduce_std", "std"),
            Map.entry("reduce_variance", "var"),
            Map.entry("log_softmax", "logsoftmax"),
            Map.entry("log_sigmoid", "logsigmoid"),
            Map.entry("leaky_relu", "leakyrelu"),
            Map.entry("swish", "silu"));

    /** What Keras 2 calls the arguments that come after the first tensor. */
    private static final List<String> FURTHER_OPERANDS = List.of("y", "b");

    private static final Map<String, String> OPTIONS_OF_KERAS_2 = Map.of(
            "perm", "axes",
            "shape", "newshape",
            "clip_value_min", "x_min",
            "clip_value_max", "x_max",
            "slice_spec", "key",
            "alpha", "negative_slope");

    private OperatorReader() {}

    /** Returns whether an entry of {@code layers} that is not a model is an operator. */
    static boolean isOperator(Map<?, ?> entry) {
        Object kerasClass = entry.get("class_name");
        if ("TFOpLambda".equals(kerasClass) || "SlicingOpLambda".equals(kerasClass)) {
            return true;
        }
        if (entry.get("module") instanceof String module) {
            return module.startsWith("keras.src.ops") || module.startsWith("keras.ops");
        }
        // An .h5 file of Keras 3 does not name modules. Every layer says whether it is to be trained.
        return entry.get("inbound_nodes") instanceof List<?> nodes
                && nodes.stream().anyMatch(Map.class::isInstance)
                && entry.get("config") instanceof Map<?, ?> config
                && !config.containsKey("trainable");
    }

    static OperatorCall read(Map<?, ?> entry) {
        List<?> nodes = Json.list(entry, "inbound_nodes");
        if (nodes.size() != 1) {
            throw new InvalidModelException("an operator is used " + nodes.size() + " times, but once is expected");
        }
        String kerasClass = Json.string(entry, "class_name");
        Map<?, ?> config = Json.object(entry, "config");
        return nodes.get(0) instanceof Map<?, ?> node
                ? ofKeras3(kerasClass, config, node)
                : ofKeras2(config, nodes.get(0));
    }

    private static OperatorCall ofKeras3(String kerasClass, Map<?, ?> config, Map<?, ?> node) {
        Map<String, Object> options = new HashMap<>();
        put(config, options);
        if (node.get("kwargs") instanceof Map<?, ?> kwargs) {
            put(kwargs, options);
        }
        List<?> arguments = Json.list(node, "args");
        List<Object> operands = new ArrayList<>();
        String name = kerasClass.toLowerCase(Locale.ROOT);
        for (Object argument : arguments) {
            if (name.equals("getitem") && !operands.isEmpty()) {
                put("key", argument, options);
            } else {
                operands.add(operand(argument));
            }
        }
        return new OperatorCall(name, operands, options);
    }

    private static Object operand(@Nullable Object argument) {
        if (argument instanceof Map<?, ?> map && "__keras_tensor__".equals(map.get("class_name"))) {
            return InboundNodes.tensor(map);
        }
        if (argument instanceof List<?> list) {
            return list.stream().map(OperatorReader::operand).toList();
        }
        if (argument == null) {
            throw new InvalidModelException("has an argument None, which is not supported");
        }
        return argument;
    }

    private static OperatorCall ofKeras2(Map<?, ?> config, @Nullable Object node) {
        String function = config.get("function") instanceof String text ? text : "__operators__.getitem";
        String last = function.substring(function.lastIndexOf('.') + 1);
        List<Object> operands = new ArrayList<>();
        Map<String, Object> options = new HashMap<>();
        if (node instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof List<?>) {
            List<Object> listed = new ArrayList<>();
            list.forEach(edge -> listed.add(edge(edge, new ArrayList<>(), options)));
            operands.add(listed);
        } else {
            List<Object> further = new ArrayList<>();
            operands.add(edge(node, further, options));
            operands.addAll(further);
        }
        return new OperatorCall(NAMES_OF_KERAS_2.getOrDefault(last, last), operands, options);
    }

    /** Returns the first operand of an edge {@code ["layer", 0, 0, {…}]}; adds the other arguments to {@code further} or {@code options}. */
    private static Object edge(@Nullable Object edge, List<Object> further, Map<String, Object> options) {
        if (!(edge instanceof List<?> list) || list.size() < 3) {
            throw new InvalidModelException("has an inbound node that cannot be understood: " + edge);
        }
        if (list.size() > 3 && list.get(3) instanceof Map<?, ?> arguments) {
            arguments.forEach((key, value) -> {
                if (FURTHER_OPERANDS.contains(key) && value != null) {
                    further.add(isEdge(value) ? reference((List<?>) value) : value);
                } else {
                    put(OPTIONS_OF_KERAS_2.getOrDefault(String.valueOf(key), String.valueOf(key)), value, options);
                }
            });
        }
        Object constant = list.get(2);
        return "_CONSTANT_VALUE".equals(list.get(0)) && constant != null ? constant : reference(list);
    }

    private static boolean isEdge(Object value) {
        return value instanceof List<?> list && list.size() >= 3 && list.get(0) instanceof String;
    }

    private static TensorReference reference(List<?> list) {
        if (list.get(0) instanceof String layer
                && list.get(1) instanceof Integer call
                && list.get(2) instanceof Integer output) {
            return new TensorReference(layer, call, output);
        }
        throw new InvalidModelException("has an inbound node that cannot be understood: " + list);
    }

    private static void put(Map<?, ?> from, Map<String, Object> options) {
        from.forEach((key, value) -> put(String.valueOf(key), value, options));
    }

    private static void put(String key, @Nullable Object value, Map<String, Object> options) {
        if (value != null && !key.equals("name")) {
            options.put(key, value);
        }
    }
}
