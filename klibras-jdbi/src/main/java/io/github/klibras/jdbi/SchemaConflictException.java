package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/**
 * A schema holds something that KLibras must not touch, or can not work with; nothing has been changed. The message names
 * it, and the ways out.
 */
public class SchemaConflictException extends StoreException {

    SchemaConflictException(String message) {
        super(message);
    }
}
