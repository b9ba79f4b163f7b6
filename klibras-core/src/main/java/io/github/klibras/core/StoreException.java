package io.github.klibras.core;

import org.jspecify.annotations.Nullable;

/**
 * A store cannot be reached or failed; every method of every store may throw this. None of the call's changes were
 * stored, unless the connection broke during the commit. The cause is the exception of the driver or pool, whose
 * message may quote values; the message of this exception never does.
 */
public class StoreException extends KlibrasException {

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
