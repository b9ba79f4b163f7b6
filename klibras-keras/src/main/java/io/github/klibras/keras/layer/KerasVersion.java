package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

/**
 * The version of Keras that wrote a file.
 *
 * @param major 2 or 3
 */
public record KerasVersion(String text, int major) {

    public static KerasVersion require(@Nullable Object version) {
        if (!(version instanceof String text)) {
            throw new InvalidModelException("'keras_version' is missing");
        }
        if (text.startsWith("2.")) {
            return new KerasVersion(text, 2);
        }
        if (text.startsWith("3.")) {
            return new KerasVersion(text, 3);
        }
        throw new InvalidModelException("written by Keras " + text + ", but Keras 2 or 3 is required");
    }
}
