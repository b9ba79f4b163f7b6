package io.github.klibras.keras.layer;

import java.util.Map;
import java.util.stream.Stream;

/** The description of a layer as Keras writes it, in a model or within another layer. */
public final class LayerEntry {

    private LayerEntry() {}

    /** Reads a layer that another one wraps. */
    static LayerSpec wrapped(Map<?, ?> entry, KerasVersion version) {
        String kerasClass = Json.string(entry, "class_name");
        try {
            requireOfKeras(entry, kerasClass);
            return LayerTypes.read(kerasClass, new LayerConfig(Json.object(entry, "config"), version));
        } catch (InvalidModelException e) {
            throw e.in("wrapped " + kerasClass);
        }
    }

    /** Refuses a custom class with the same name as a Keras class. */
    public static void requireOfKeras(Map<?, ?> entry, String kerasClass) {
        Object registered = entry.get("registered_name");
        boolean foreignName = registered != null && !registered.equals(kerasClass);
        boolean foreignModule = entry.get("module") instanceof String module && !isOfKeras(module);
        if (entry.get("module") instanceof String module
                && (module.startsWith("keras.src.ops") || module.startsWith("keras.ops"))) {
            throw new InvalidModelException("is an operation of keras.ops, which is not supported; use a layer");
        }
        if (foreignName || foreignModule) {
            throw new InvalidModelException("is a custom layer (" + entry.get("module") + ", registered as '"
                    + registered + "'); only the layers of Keras itself are supported");
        }
    }

    /** Keras 2 is called {@code tf_keras} where it is installed beside Keras 3. */
    private static boolean isOfKeras(String module) {
        return Stream.of("keras", "tf_keras").anyMatch(name -> module.equals(name) || module.startsWith(name + "."));
    }
}
