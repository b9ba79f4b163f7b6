package io.github.klibras.inference.keras;

import com.fasterxml.jackson.jr.ob.JSON;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An object in a bundle's manifest, all of whose keys must be known. */
final class Manifest {

    private static final int FORMAT = 1;

    private final Map<?, ?> values;
    private final Set<Object> unread;

    private Manifest(Map<?, ?> values) {
        this.values = values;
        this.unread = new LinkedHashSet<>(values.keySet());
    }

    static Manifest parse(String json) {
        try {
            if (JSON.std.anyFrom(json) instanceof Map<?, ?> values) {
                return new Manifest(values);
            }
        } catch (IOException e) {
            throw new SignModelException(ModelBundleReader.MANIFEST + " is not valid JSON", e);
        }
        throw new SignModelException(ModelBundleReader.MANIFEST + " is not a JSON object");
    }

    void requireFormat() {
        int format = integer("format");
        if (format != FORMAT) {
            throw new SignModelException("'format' is " + format + ", but only " + FORMAT + " is known");
        }
    }

    /** Returns whether a key is present and not null. */
    boolean has(String key) {
        unread.remove(key);
        return values.get(key) != null;
    }

    String text(String key) {
        return cast(key, read(key), String.class, "a string");
    }

    int integer(String key) {
        return cast(key, read(key), Integer.class, "a whole number");
    }

    double number(String key) {
        return cast(key, read(key), Number.class, "a number").doubleValue();
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : list(key)) {
            texts.add(cast(key, element, String.class, "a list of strings"));
        }
        return texts;
    }

    List<Manifest> objects(String key) {
        List<Manifest> objects = new ArrayList<>();
        for (Object element : list(key)) {
            objects.add(new Manifest(cast(key, element, Map.class, "a list of objects")));
        }
        return objects;
    }

    <E extends Enum<E>> E oneOf(String key, Class<E> words) {
        String text = text(key);
        for (E word : words.getEnumConstants()) {
            if (word.name().equals(text)) {
                return word;
            }
        }
        throw unusable(key, text, "one of " + List.of(words.getEnumConstants()));
    }

    void requireAllRead() {
        if (!unread.isEmpty()) {
            throw new SignModelException(ModelBundleReader.MANIFEST + ": the keys " + unread + " are not known");
        }
    }

    private List<?> list(String key) {
        return cast(key, read(key), List.class, "a list");
    }

    private @Nullable Object read(String key) {
        unread.remove(key);
        return values.get(key);
    }

    private static <T> T cast(String key, @Nullable Object value, Class<T> type, String expected) {
        if (type.isInstance(value)) {
            return type.cast(value);
        }
        throw unusable(key, value, expected);
    }

    private static SignModelException unusable(String key, @Nullable Object found, String expected) {
        String is = found == null
                ? "missing"
                : found instanceof Number || found instanceof Boolean
                        ? "" + found
                        : "'" + shortened(found.toString()) + "'";
        return new SignModelException(
                ModelBundleReader.MANIFEST + ": '" + key + "' is " + is + ", but must be " + expected);
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
