package io.github.klibras.keras.layer;

import org.jspecify.annotations.Nullable;

/**
 * Something in a model's file is damaged, missing or not supported. Readers of whole files turn it into a {@code
 * InvalidModelException}, whose message begins with the file's name.
 */
public class InvalidModelException extends RuntimeException {

    public InvalidModelException(String message) {
        super(message);
    }

    public InvalidModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns the same failure with the place where it was met put in front of its message. */
    public InvalidModelException in(String place) {
        InvalidModelException placed = new InvalidModelException(place + ": " + getMessage(), getCause());
        placed.setStackTrace(getStackTrace());
        return placed;
    }
}
