package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The settings of one layer as written by Keras. Each must be read or explicitly ignored: a setting that is on but was
 * never read would make the layer compute something different from what this library assumes.
 */
public final class LayerConfig {

    private final Map<Object, Object> settings;
    private final KerasVersion version;
    private final Set<Object> unread;

    public LayerConfig(Map<?, ?> settings, KerasVersion version) {
        this.settings = new LinkedHashMap<>(settings);
        this.version = version;
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
            throw new InvalidModelException("'" + key + "' is " + value + ", but a positive number is required");
        }
        return value;
    }

    double number(String key) {
        return require(key, Number.class).doubleValue();
    }

    Activation activation(String key) {
        Object value = read(key);
        if (value instanceof Map<?, ?> function && Objects.equals(function.get("class_name"), "function")) {
            requireOfKeras(key, function);
            value = function.get("config");
        }
        if (value == null) {
            return Activation.LINEAR;
        }
        if (value instanceof String name) {
            return Activation.ofKeras(name, version);
        }
        if (value instanceof Map<?, ?> layer) {
            throw new InvalidModelException("'" + key + "' is a " + layer.get("class_name")
                    + ", which is not supported there; it must be a function, or a layer of its own");
        }
        throw unusable(key, value, "the name of a function");
    }

    /** Returns the layer that stands in the place of the activation function, which becomes linear; null if there is none. */
    @Nullable
    LayerSpec takeActivationLayer() {
        boolean isLayer = settings.get("activation") instanceof Map<?, ?> entry
                && !Objects.equals(entry.get("class_name"), "function")
                && entry.get("config") instanceof Map<?, ?>;
        if (!isLayer) {
            return null;
        }
        LayerSpec activation = layer("activation");
        settings.put("activation", "linear");
        return activation;
    }

    /** Returns a layer's settings with some of these in their place. */
    LayerConfig with(Map<?, ?> others, Set<String> keys) {
        Map<Object, Object> merged = new LinkedHashMap<>(others);
        for (String key : keys) {
            if (has(key)) {
                merged.put(key, read(key));
            }
        }
        return new LayerConfig(merged, version);
    }

    Map<?, ?> object(String key) {
        return Json.asObject("setting '" + key + "'", read(key));
    }

    private static void requireOfKeras(String key, Map<?, ?> function) {
        Object module = function.get("module");
        boolean own =
                module == null || module.equals("builtins") || module.toString().startsWith("keras");
        Object registered = function.get("registered_name");
        if (!own || !(registered == null || registered.equals("function"))) {
            throw new InvalidModelException("'" + key + "' is a custom function (" + module + ", registered as '"
                    + registered + "'); only the functions of Keras itself are supported");
        }
    }

    boolean has(String key) {
        return settings.containsKey(key);
    }

    boolean isNullOrEmpty(String key) {
        return isNull(key) || (settings.get(key) instanceof List<?> list && list.isEmpty());
    }

    boolean isNull(String key) {
        return read(key) == null;
    }

    boolean flagOr(String key, boolean otherwise) {
        return has(key) ? flag(key) : otherwise;
    }

    @Nullable
    Double numberOrNull(String key) {
        return isNull(key) ? null : Double.valueOf(number(key));
    }

    /** Reads a number that some versions write as a list of one. */
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

    int positiveOrListOfOne(String key) {
        int value = integerOrListOfOne(key);
        if (value < 1) {
            throw unusable(key, value, "a positive number");
        }
        return value;
    }

    List<Integer> integers(String key) {
        Object value = read(key);
        if (value instanceof List<?> list && list.stream().allMatch(Integer.class::isInstance)) {
            return list.stream().map(Integer.class::cast).toList();
        }
        throw unusable(key, value, "a list of whole numbers");
    }

    List<Integer> integersOrNone(String key) {
        return isNull(key) ? List.of() : integers(key);
    }

    /** Reads sizes, some of which may be open: -1 or null. */
    int[] sizes(String key) {
        Object value = read(key);
        if (!(value instanceof List<?> list)) {
            throw unusable(key, value, "a list of sizes");
        }
        int[] sizes = new int[list.size()];
        for (int i = 0; i < sizes.length; i++) {
            Object size = list.get(i);
            if (size != null && !(size instanceof Integer integer && (integer > 0 || integer == Shape.UNKNOWN))) {
                throw unusable(key, value, "a list of sizes");
            }
            sizes[i] = size instanceof Integer integer ? integer : Shape.UNKNOWN;
        }
        return sizes;
    }

    /** Reads two numbers, each 0 or more, which may be written as a single number for both. */
    List<Integer> pair(String key) {
        Object value = read(key);
        List<Integer> pair = value instanceof Integer both ? List.of(both, both) : integers(key);
        if (pair.size() != 2 || pair.get(0) < 0 || pair.get(1) < 0) {
            throw unusable(key, value, "two numbers, 0 or more,");
        }
        return pair;
    }

    /** Reads an enum constant, written in lower case. */
    <E extends Enum<E>> E oneOf(String key, Class<E> words) {
        Object value = read(key);
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(value)) {
                return word;
            }
        }
        throw unusable(key, value, "one of " + List.of(words.getEnumConstants()));
    }

    int integer(String key) {
        return require(key, Integer.class);
    }

    /** Reads whole numbers, of which one may stand alone. */
    List<Integer> integersOrOne(String key) {
        return settings.get(key) instanceof Integer one ? List.of(integer(key, one)) : integers(key);
    }

    private int integer(String key, int value) {
        unread.remove(key);
        return value;
    }

    /** Reads numbers, of which one may stand alone; empty if the setting is null. */
    List<Double> numbersOrNone(String key) {
        Object value = read(key);
        if (value == null) {
            return List.of();
        }
        List<?> list = value instanceof List<?> several ? several : List.of(value);
        if (list.isEmpty() || !list.stream().allMatch(Number.class::isInstance)) {
            throw unusable(key, value, "a number, or a list of them,");
        }
        return list.stream().map(number -> ((Number) number).doubleValue()).toList();
    }

    /** Refuses a layer that works along another dimension than the last. */
    void requireLastAxis(String key) {
        int axis = integerOrListOfOne(key);
        if (axis != -1) {
            throw unusable(key, axis, "-1");
        }
    }

    /** Refuses a layer whose setting, if it is there, is not 1. */
    void requireOne(String key) {
        if (has(key) && positive(key) != 1) {
            throw unusable(key, settings.get(key), "1");
        }
    }

    /** Passes over a setting that is left open, for which another value stands. */
    int passOver(String key, int value) {
        ignore(key);
        return value;
    }

    boolean isOfKeras2() {
        return version.major() == 2;
    }

    /** Returns the rule of the file's version of Keras. */
    MaskMerge maskMerge() {
        return MaskMerge.of(version);
    }

    /** Reads a layer that this one wraps. */
    LayerSpec layer(String key) {
        LayerSpec layer = layerOrNull(key);
        if (layer == null) {
            throw unusable(key, null, "a layer");
        }
        return layer;
    }

    @Nullable
    LayerSpec layerOrNull(String key) {
        if (!has(key) || isNull(key)) {
            return null;
        }
        return LayerEntry.wrapped(Json.asObject("description of the wrapped layer", read(key)), version);
    }

    /** Returns whether a layer that this one wraps is given and not trainable. */
    boolean isFrozen(String key) {
        return settings.get(key) instanceof Map<?, ?> entry
                && entry.get("config") instanceof Map<?, ?> config
                && Boolean.FALSE.equals(config.get("trainable"));
    }

    /** Refuses a layer whose channels are not its last dimension. */
    void requireChannelsLast() {
        Object format = has("data_format") ? read("data_format") : null;
        if (format != null && !format.equals("channels_last")) {
            throw unusable("data_format", format, "channels_last");
        }
    }

    /** Returns the shape of a model's input, without the batch. */
    Shape batchShape() {
        return Shape.withoutBatch(has("batch_shape") ? read("batch_shape") : read("batch_input_shape"));
    }

    @Nullable
    Object read(String key) {
        if (!settings.containsKey(key)) {
            throw new InvalidModelException("setting '" + key + "' is missing");
        }
        unread.remove(key);
        return settings.get(key);
    }

    /** Refuses the layer if the setting is present and on. */
    void requireOff(String key) {
        if (settings.containsKey(key) && isOn(settings.get(key))) {
            throw new InvalidModelException("'" + key + "' is " + settings.get(key) + ", which is not supported");
        }
        unread.remove(key);
    }

    /** Ignores settings that matter only for training. */
    void ignore(String... keys) {
        for (String key : keys) {
            unread.remove(key);
        }
    }

    /** Refuses the layer if a setting that was never read is on. */
    void requireAllRead() {
        for (Object key : unread) {
            if (isOn(settings.get(key))) {
                throw new InvalidModelException(
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
        if (dtype instanceof Map<?, ?> policy
                && policy.get("config") instanceof Map<?, ?> config
                && config.get("name") != null) {
            dtype = config.get("name");
        }
        if (dtype != null && !dtype.equals("float32")) {
            throw new InvalidModelException("'dtype' is " + dtype + ", but only float32 is supported");
        }
    }

    private static boolean isOn(@Nullable Object value) {
        return value != null && !Boolean.FALSE.equals(value);
    }

    private static InvalidModelException unusable(String key, @Nullable Object found, String expected) {
        return new InvalidModelException("'" + key + "' is " + found + ", but " + expected + " is required");
    }
}
