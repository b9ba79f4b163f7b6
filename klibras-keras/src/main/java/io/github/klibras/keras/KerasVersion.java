package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

/** The versions of Keras whose files are read. */
final class KerasVersion {

    private KerasVersion() {}

    static String require(@Nullable Object version) {
        if (!(version instanceof String text)) {
            throw new KerasModelException("'keras_version' is missing");
        }
        if (!text.startsWith("2.") && !text.startsWith("3.")) {
            throw new KerasModelException("written by Keras " + text + ", but Keras 2 or 3 is required");
        }
        return text;
    }
}
