package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** The bytes are not a recording that the extractor understands, or are damaged. Another attempt does not help. */
public class UnreadableVideoException extends InvalidInputException {

    public UnreadableVideoException(String message) {
        super(message);
    }

    public UnreadableVideoException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
