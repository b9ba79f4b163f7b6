package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/** A table or column is missing: the database has not been migrated, or only by an older version. */
public class SchemaMissingException extends StoreException {

    SchemaMissingException(String schema, Throwable cause) {
        super(
                "The schema '" + schema
                        + "' lacks tables or columns of KLibras. Migrate it once before the stores are used"
                        + " (KlibrasMigrations), and name the same schema to both, or none",
                cause);
    }
}
