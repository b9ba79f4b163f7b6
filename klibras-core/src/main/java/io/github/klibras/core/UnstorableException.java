package io.github.klibras.core;

import org.jspecify.annotations.Nullable;

/**
 * A store understood what it was given and can never keep it, for example because a number is out of its range. Nothing
 * was stored, and trying again would give the same.
 */
public class UnstorableException extends StoreException {

    /**
     * Describes the problem.
     *
     * @param message what cannot be kept, and why
     * @param cause what the database said, or {@code null}
     */
    public UnstorableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
