package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/**
 * A schema holds something that KLibras must not touch, or cannot work with. The message names it, and how to proceed.
 * If thrown before a migration, nothing has been changed.
 */
public class SchemaConflictException extends StoreException {

    SchemaConflictException(String message) {
        super(message);
    }
}
