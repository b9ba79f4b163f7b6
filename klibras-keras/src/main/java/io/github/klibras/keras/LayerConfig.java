package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The settings of one layer as Keras wrote them. Each must be read or expressly ignored: one that nobody asked for and
 * that is switched on would make the layer compute something else than this library thinks.
 */
final class LayerConfig {

    private final Map<?, ?> settings;
    private final Set<Object> unread;

    LayerConfig(Map<?, ?> settings) {
        this.settings = settings;
        this.unread = new LinkedHashSet<>(settings.keySet());
        ignore("name", "trainable", "batch_input_shape", "batch_shape", "activity_regularizer");
        requireFloat32();
    }

    boolean flag(String key) {
        return require(key, Boolean.class);
    }

    int positive(String key) {
        int value = require(key, Integer.class);
        if (value < 1) {
            throw new KerasModelException("'" + key + "' is " + value + ", but a positive number is required");
        }
        return value;
    }

    double number(String key) {
        return require(key, Number.class).doubleValue();
    }

    Activation activation(String key) {
        Object value = read(key);
        if (value instanceof Map<?, ?> function && Objects.equals(function.get("class_name"), "function")) {
            value = function.get("config");
        }
        if (value == null) {
            return Activation.LINEAR;
        }
        if (value instanceof String name) {
            return Activation.ofKeras(name);
        }
        throw unusable(key, value, "the name of a function");
    }

    /** Reads a number that older files write as a list of one. */
    int integerOrListOfOne(String key) {
        Object value = read(key);
        if (value instanceof List<?> list && list.size() == 1) {
            value = list.get(0);
        }
        if (value instanceof Integer integer) {
            return integer;
        }
        throw unusable(key, value, "a whole number");
    }

    /** Returns the shape of a model's input, without the batch. */
    Shape batchShape() {
        return Shape.withoutBatch(
                settings.containsKey("batch_shape") ? read("batch_shape") : read("batch_input_shape"));
    }

    @Nullable
    Object read(String key) {
        if (!settings.containsKey(key)) {
            throw new KerasModelException("setting '" + key + "' is missing");
        }
        unread.remove(key);
        return settings.get(key);
    }

    /** Refuses the layer if the setting is there and is on. */
    void requireOff(String key) {
        if (settings.containsKey(key) && isOn(settings.get(key))) {
            throw new KerasModelException("'" + key + "' is " + settings.get(key) + ", which is not supported");
        }
        unread.remove(key);
    }

    /** Passes over settings that matter in training only. */
    void ignore(String... keys) {
        for (String key : keys) {
            unread.remove(key);
        }
    }

    /** Refuses the layer if a setting that nobody read is on. */
    void requireAllRead() {
        for (Object key : unread) {
            if (isOn(settings.get(key))) {
                throw new KerasModelException(
                        "setting '" + key + "' is " + settings.get(key) + ", but its meaning is not known");
            }
        }
    }

    private <T> T require(String key, Class<T> type) {
        Object value = read(key);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw unusable(key, value, "a " + type.getSimpleName());
    }

    private void requireFloat32() {
        unread.remove("dtype");
        Object dtype = settings.get("dtype");
        if (dtype instanceof Map<?, ?> policy && policy.get("config") instanceof Map<?, ?> config) {
            dtype = config.get("name");
        }
        if (dtype != null && !dtype.equals("float32")) {
            throw new KerasModelException("'dtype' is " + dtype + ", but only float32 is supported");
        }
    }

    private static boolean isOn(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value);
    }

    private static KerasModelException unusable(String key, @Nullable Object found, String expected) {
        return new KerasModelException("'" + key + "' is " + found + ", but " + expected + " is required");
    }
}
