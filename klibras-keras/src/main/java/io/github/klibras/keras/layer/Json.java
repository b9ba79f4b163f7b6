package io.github.klibras.keras.layer;

import com.fasterxml.jackson.jr.ob.JSON;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** JSON as maps and lists, with error messages that name the offending key. */
public final class Json {

    private Json() {}

    public static Map<?, ?> object(String what, String json) {
        try {
            if (JSON.std.anyFrom(json) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IOException e) {
            throw new InvalidModelException("the " + what + " is not valid JSON", e);
        }
        throw new InvalidModelException("the " + what + " is not a JSON object");
    }

    public static Map<?, ?> object(Map<?, ?> parent, String key) {
        return cast(parent, key, Map.class, "an object");
    }

    public static List<?> list(Map<?, ?> parent, String key) {
        return cast(parent, key, List.class, "a list");
    }

    public static String string(Map<?, ?> parent, String key) {
        return cast(parent, key, String.class, "a string");
    }

    public static Map<?, ?> asObject(String what, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new InvalidModelException("the " + what + " is not a JSON object");
    }

    private static <T> T cast(Map<?, ?> parent, String key, Class<T> type, String expected) {
        Object value = parent.get(key);
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw new InvalidModelException(
                "'" + key + "' of the model's configuration is " + (value == null ? "missing" : "not " + expected));
    }
}
