package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.jdbi.dialect.Dialect;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Determines the schema of the tables. */
final class SchemaName {

    /** Names that need no escaping in any database; PostgreSQL's limit on the length is the lowest. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$-]{0,62}");

    private SchemaName() {}

    static String checked(String schema) {
        if (!NAME.matcher(schema).matches()) {
            throw new InvalidInputException("The name of a schema must begin with a letter or an underscore, and have"
                    + " at most 63 letters, digits, and signs of _ $ - only");
        }
        return schema;
    }

    /** Returns the named schema, or the one in which the connection would create tables. */
    static String forMigrations(@Nullable String named, Connection connection, Dialect dialect) throws SQLException {
        return named != null ? named : asked(dialect.currentSchema(), connection);
    }

    /** Returns the named schema, or the one in which the connection finds tables. */
    static String forStores(@Nullable String named, Connection connection, Dialect dialect) throws SQLException {
        return named != null ? named : asked(dialect.schemaOfTables(), connection);
    }

    private static String asked(String query, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            String current = row.next() ? row.getString(1) : null;
            if (current == null) {
                throw new SchemaConflictException("The connection works in no schema, or in one that does not exist;"
                        + " name one with schema(...)");
            }
            return current;
        }
    }
}
