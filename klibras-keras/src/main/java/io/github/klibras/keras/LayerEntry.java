package io.github.klibras.keras;

import java.util.Map;

/** The description of a layer as Keras writes it, in a model or within another layer. */
final class LayerEntry {

    private LayerEntry() {}

    /** Reads a layer that another one wraps. */
    static LayerSpec wrapped(Map<?, ?> entry, KerasVersion version) {
        String kerasClass = Json.string(entry, "class_name");
        try {
            requireOfKeras(entry, kerasClass);
            return LayerTypes.read(kerasClass, new LayerConfig(Json.object(entry, "config"), version));
        } catch (KerasModelException e) {
            throw e.in("wrapped " + kerasClass);
        }
    }

    /** Refuses a custom class with the same name as a Keras class. */
    static void requireOfKeras(Map<?, ?> entry, String kerasClass) {
        Object registered = entry.get("registered_name");
        boolean foreignName = registered != null && !registered.equals(kerasClass);
        boolean foreignModule =
                entry.get("module") instanceof String module && !module.equals("keras") && !module.startsWith("keras.");
        if (entry.get("module") instanceof String module
                && (module.startsWith("keras.src.ops") || module.startsWith("keras.ops"))) {
            throw new KerasModelException("is an operation of keras.ops, which is not supported; use a layer");
        }
        if (foreignName || foreignModule) {
            throw new KerasModelException("is a custom layer (" + entry.get("module") + ", registered as '" + registered
                    + "'); only the layers of Keras itself are supported");
        }
    }
}
