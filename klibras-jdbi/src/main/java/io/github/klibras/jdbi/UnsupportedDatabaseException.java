package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import io.github.klibras.jdbi.dialect.Dialects;

/** The data source leads to a database for which this module has no dialect. */
public class UnsupportedDatabaseException extends StoreException {

    UnsupportedDatabaseException(String product) {
        super("The database '" + product + "' is not supported; supported: " + String.join(", ", Dialects.products()));
    }
}
