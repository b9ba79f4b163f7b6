package io.github.klibras.jdbi.dialect;

import java.util.List;
import java.util.Optional;

/** The databases that are supported. */
public final class Dialects {

    private static final List<Dialect> ALL =
            List.of(new PostgresDialect(), new MariaDbDialect(), new MySqlDialect(), new H2Dialect());

    private Dialects() {}

    /**
     * Finds a dialect.
     *
     * @param product the name of the product, in the metadata of a connection
     * @param version its version, there too
     */
    public static Optional<Dialect> find(String product, String version) {
        return ALL.stream().filter(dialect -> dialect.speaks(product, version)).findFirst();
    }
}
