package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Json;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations by which Keras 3 represents the masks of a Functional model: {@code any(not_equal(x, value), -1)}, and
 * {@code logical_or} of these. Layers are then called with {@code mask=}, although they get the mask with their input
 * anyway. The operations are not computed, only compared with the masks that the layers pass on.
 */
final class MaskOperations {

    /**
     * The frames of a tensor with any feature other than a value: the mask that a Masking layer makes from its input.
     */
    record Differing(TensorReference tensor, double value) {}

    private final Map<String, Differing> comparisons = new HashMap<>();
    private final Map<String, Set<Differing>> masks = new HashMap<>();

    /** Reads an entry if it is one of these operations, and returns whether it is. */
    boolean read(Map<?, ?> entry, String kerasClass, String name) {
        if (!OperatorReader.isOperator(entry)) {
            return false;
        }
        List<?> nodes = Json.list(entry, "inbound_nodes");
        if (nodes.size() != 1 || !(nodes.get(0) instanceof Map<?, ?> node)) {
            return false;
        }
        List<?> arguments = Json.list(node, "args");
        Map<?, ?> config = Json.object(entry, "config");
        return switch (kerasClass) {
            case "NotEqual" -> readComparison(name, arguments);
            case "Any" -> readAny(name, arguments, config);
            case "LogicalOr" -> readOr(name, arguments);
            default -> false;
        };
    }

    private boolean readComparison(String name, List<?> arguments) {
        boolean known =
                arguments.size() == 2 && arguments.get(0) instanceof Map<?, ?> && arguments.get(1) instanceof Number;
        if (known) {
            TensorReference tensor = InboundNodes.tensor(arguments.get(0));
            comparisons.put(name, new Differing(tensor, ((Number) arguments.get(1)).doubleValue()));
        }
        return known;
    }

    private boolean readAny(String name, List<?> arguments, Map<?, ?> config) {
        boolean overFeatures = arguments.size() == 1
                && (Integer.valueOf(-1).equals(config.get("axis"))
                        || List.of(-1).equals(config.get("axis")))
                && Boolean.FALSE.equals(config.get("keepdims"));
        Differing comparison = overFeatures
                ? comparisons.get(InboundNodes.tensor(arguments.get(0)).layer())
                : null;
        if (comparison != null) {
            masks.put(name, Set.of(comparison));
        }
        return comparison != null;
    }

    private boolean readOr(String name, List<?> arguments) {
        Set<Differing> either = new HashSet<>();
        for (Object argument : arguments) {
            Set<Differing> mask = argument instanceof Map<?, ?>
                    ? masks.get(InboundNodes.tensor(argument).layer())
                    : null;
            if (mask == null) {
                return false;
            }
            either.addAll(mask);
        }
        masks.put(name, either);
        return true;
    }

    /** Returns the mask that a layer is called with. */
    Set<Differing> mask(Object argument) {
        Set<Differing> mask = argument instanceof Map<?, ?>
                ? masks.get(InboundNodes.tensor(argument).layer())
                : null;
        if (mask == null) {
            throw new InvalidModelException("is called with mask=" + argument + "; only masks of Masking layers, and"
                    + " either of several, are supported");
        }
        return mask;
    }
}
