package io.github.klibras.jdbi.internal;

import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

import java.util.Map;

/** Prepares JDBI for the interfaces of this package. */
public final class SqlObjects {

    private SqlObjects() {}

    /**
     * Teaches JDBI the statements, their parameters and their rows.
     *
     * @param definitions what to put in place of {@code <word>} in the statements, for the database and its schema
     * @param times the times that the database can hold
     */
    public static void install(Jdbi jdbi, Map<String, String> definitions, TimeSpan times) {
        jdbi.installPlugin(new SqlObjectPlugin());
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(new SqlFragments());
        definitions.forEach(jdbi::define);
        jdbi.registerArgument(new UtcTime(times));
        RowMappers.register(jdbi, times);
    }
}
