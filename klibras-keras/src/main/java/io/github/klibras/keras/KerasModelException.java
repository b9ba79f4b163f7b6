package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a file is not a Keras model, is damaged, or contains something that this library does not compute exactly
 * as Keras does. The message names the file and, if applicable, the layer and the weight, and what was found and
 * expected. Retrying with the same file does not help.
 */
public class KerasModelException extends RuntimeException {

    public KerasModelException(String message) {
        super(message);
    }

    public KerasModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
