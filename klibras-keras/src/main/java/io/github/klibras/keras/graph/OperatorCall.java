package io.github.klibras.keras.graph;

import io.github.klibras.keras.layer.InvalidModelException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The use of an operator between layers, however the version of Keras wrote it.
 *
 * @param name as {@code keras.ops} calls it in Keras 3, in small letters: {@code add}, {@code expanddims}
 * @param operands tensors ({@link TensorReference}), lists of them, or constants as they are in the file
 * @param options the other arguments by their names
 */
record OperatorCall(String name, List<Object> operands, Map<String, Object> options) {

    /** Returns all tensors among the operands, in order. */
    List<TensorReference> tensors() {
        List<TensorReference> tensors = new ArrayList<>();
        for (Object operand : operands) {
            if (operand instanceof TensorReference tensor) {
                tensors.add(tensor);
            } else if (operand instanceof List<?> list) {
                list.stream()
                        .filter(TensorReference.class::isInstance)
                        .map(TensorReference.class::cast)
                        .forEach(tensors::add);
            }
        }
        return tensors;
    }

    @Nullable
    Object option(String key) {
        return options.get(key);
    }

    int integer(String key) {
        if (options.get(key) instanceof Integer number) {
            return number;
        }
        throw unusable(key, "a whole number");
    }

    double number(String key) {
        if (options.get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw unusable(key, "a number");
    }

    boolean isOn(String key) {
        return Boolean.TRUE.equals(options.get(key));
    }

    /** Reads whole numbers, of which one may stand alone. */
    List<Integer> integers(String key) {
        Object value = options.get(key);
        if (value instanceof Integer number) {
            return List.of(number);
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(Integer.class::isInstance)) {
            return list.stream().map(Integer.class::cast).toList();
        }
        throw unusable(key, "a whole number, or a list of them,");
    }

    InvalidModelException unusable(String key, String expected) {
        return new InvalidModelException("'" + key + "' is " + options.get(key) + ", but " + expected + " is required");
    }
}
