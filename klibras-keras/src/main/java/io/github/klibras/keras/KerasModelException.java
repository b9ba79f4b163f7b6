package io.github.klibras.keras;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/**
 * A file is not a Keras model, is damaged, or holds something that this library does not compute exactly as Keras does.
 * The message names the file and, where there is one, the layer and the weight, and says what was found and what was
 * expected. Trying again with the same file does not help.
 */
public class KerasModelException extends KlibrasException {

    public KerasModelException(String message) {
        super(message);
    }

    public KerasModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Returns the same failure with the place where it was met put in front of its message. */
    KerasModelException in(String place) {
        KerasModelException placed = new KerasModelException(place + ": " + getMessage(), getCause());
        placed.setStackTrace(getStackTrace());
        return placed;
    }
}
