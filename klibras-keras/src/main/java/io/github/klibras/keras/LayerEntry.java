package io.github.klibras.keras;

import java.util.List;
import java.util.Map;

/** One element of {@code layers} in a model's configuration. */
final class LayerEntry {

    private LayerEntry() {}

    static LayerNode read(Map<?, ?> entry, String name, List<String> inputs) {
        String kerasClass = Json.string(entry, "class_name");
        try {
            requireOfKeras(entry, kerasClass);
            LayerSpec spec = LayerTypes.read(kerasClass, new LayerConfig(Json.object(entry, "config")));
            return new LayerNode(name, kerasClass, spec, inputs, true);
        } catch (KerasModelException e) {
            throw e.in("layer '" + name + "' (" + kerasClass + ")");
        }
    }

    /** Refuses somebody's own class that has the name of one of Keras. */
    private static void requireOfKeras(Map<?, ?> entry, String kerasClass) {
        Object registered = entry.get("registered_name");
        boolean foreignName = registered != null && !registered.equals(kerasClass);
        boolean foreignModule =
                entry.get("module") instanceof String module && !module.equals("keras") && !module.startsWith("keras.");
        if (foreignName || foreignModule) {
            throw new KerasModelException("is a custom layer (" + entry.get("module") + ", registered as '" + registered
                    + "'); only the layers of Keras itself are supported");
        }
    }
}
