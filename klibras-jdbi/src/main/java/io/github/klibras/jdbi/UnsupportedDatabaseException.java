package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;

/** The data source connects to a database for which this module has no dialect. */
public class UnsupportedDatabaseException extends StoreException {

    UnsupportedDatabaseException(String product) {
        super("The database '" + product + "' is not supported; supported: PostgreSQL, MariaDB, MySQL, H2");
    }
}
