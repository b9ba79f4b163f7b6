package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/** A row with the same unique key exists. Stores turn it into an outcome where one is provided for. */
final class DuplicateKeyException extends StoreException {

    DuplicateKeyException(Throwable cause) {
        super("The database holds a row with the same key", cause);
    }
}
