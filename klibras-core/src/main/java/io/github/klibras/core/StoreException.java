package io.github.klibras.core;

import org.jspecify.annotations.Nullable;

/**
 * A store cannot be reached, or did not do what it was asked to; every method of every store may throw it. Nothing of
 * the call's effect has been stored, unless the connection broke while it was being committed. The cause is the
 * driver's or the pool's own exception, whose message may quote values; the message of this one never does.
 */
public class StoreException extends KlibrasException {

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
