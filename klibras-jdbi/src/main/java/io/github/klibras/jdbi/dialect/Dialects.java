package io.github.klibras.jdbi.dialect;

import java.util.List;
import java.util.Optional;

/** The databases that are supported. */
public final class Dialects {

    private static final List<Dialect> ALL = List.of(new PostgresDialect(), new MariaDbDialect(), new H2Dialect());

    private Dialects() {}

    /** Finds a dialect by the product name in the metadata of a connection. */
    public static Optional<Dialect> find(String product) {
        return ALL.stream().filter(dialect -> dialect.product().equals(product)).findFirst();
    }

    /** Returns the product names of all that are supported. */
    public static List<String> products() {
        return ALL.stream().map(Dialect::product).toList();
    }
}
