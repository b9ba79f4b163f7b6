package io.github.klibras.core;

import org.jspecify.annotations.Nullable;

/**
 * A store can never hold a valid value, for example because a number is out of its range. Nothing was stored, and
 * trying again would not help.
 */
public class UnstorableException extends StoreException {

    /**
     * Describes the problem.
     *
     * @param message what cannot be stored, and why
     * @param cause the database's exception, or {@code null}
     */
    public UnstorableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
