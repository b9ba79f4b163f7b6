package io.github.klibras.core;

import org.jspecify.annotations.Nullable;

/**
 * A value given by the caller is not acceptable: too long, empty, malformed, out of range or of the wrong shape. The
 * message says what was wrong and what was expected. Trying again with the same value does not help.
 */
public class InvalidInputException extends KlibrasException {

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
