package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/**
 * A schema holds something that KLibras must not touch, or cannot work with. The message names it, and the ways out.
 * Thrown before a migration, it has changed nothing.
 */
public class SchemaConflictException extends StoreException {

    SchemaConflictException(String message) {
        super(message);
    }
}
