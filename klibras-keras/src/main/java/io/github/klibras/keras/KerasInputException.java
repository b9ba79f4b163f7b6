package io.github.klibras.keras;

import org.jspecify.annotations.Nullable;

/** Input is not such as a model takes. The message says what the model takes and what it got. */
public class KerasInputException extends IllegalArgumentException {

    public KerasInputException(String message) {
        super(message);
    }

    public KerasInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
