package io.github.klibras.jdbi;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/**
 * The database can not be reached, or did not do what it was asked to. Nothing of the call's effect has been stored,
 * unless the connection broke while it was being committed. The cause is the driver's or the pool's own exception, whose
 * message may quote values; the message of this one never does.
 */
public class StoreException extends KlibrasException {

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
