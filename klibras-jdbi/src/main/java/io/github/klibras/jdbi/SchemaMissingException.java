package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/** A table or column is missing: the database has not been migrated, or only by an older version. */
public class SchemaMissingException extends StoreException {

    SchemaMissingException(Throwable cause) {
        super(
                "The database lacks tables or columns of KLibras."
                        + " Call KlibrasMigrations.migrate(dataSource) once before the stores are used",
                cause);
    }
}
