package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

/**
 * The version of Keras that wrote a file.
 *
 * @param major 2 or 3
 */
record KerasVersion(String text, int major) {

    static KerasVersion require(@Nullable Object version) {
        if (!(version instanceof String text)) {
            throw new KerasModelException("'keras_version' is missing");
        }
        if (text.startsWith("2.")) {
            return new KerasVersion(text, 2);
        }
        if (text.startsWith("3.")) {
            return new KerasVersion(text, 3);
        }
        throw new KerasModelException("written by Keras " + text + ", but Keras 2 or 3 is required");
    }
}
