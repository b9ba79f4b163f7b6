package io.github.klibras.jdbi.dialect;

import io.github.klibras.jdbi.internal.LeaderboardSql;
import io.github.klibras.jdbi.internal.ProgressSql;
import io.github.klibras.jdbi.internal.TimeSpan;
import org.flywaydb.core.api.migration.JavaMigration;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The differences between one database and the others. Thread-safe. */
public interface Dialect {

    /** Returns the dialect of a database, if it is supported; see {@link #speaks}. */
    static Optional<Dialect> find(String product, String version) {
        return Stream.<Dialect>of(new PostgresDialect(), new MariaDbDialect(), new MySqlDialect(), new H2Dialect())
                .filter(dialect -> dialect.speaks(product, version))
                .findFirst();
    }

    /**
     * Returns whether this is the dialect of a database.
     *
     * @param product the name of the product, from the metadata of a connection
     * @param version its version, from there too
     */
    boolean speaks(String product, String version);

    /** Returns an identifier quoted for this database, case-sensitively. */
    default String quoted(String identifier) {
        return '"' + identifier + '"';
    }

    /** Returns whether a schema here is a catalog in the metadata of JDBC: a database of the server. */
    default boolean schemasAreCatalogs() {
        return false;
    }

    /** Returns a query for the schema that a connection works in, or null if it is in none. */
    String currentSchema();

    /** Returns a query for the schema in which an unqualified name would find the tables, or else the current one. */
    default String schemaOfTables() {
        return currentSchema();
    }

    /**
     * Returns a query for tables that a statement without a schema would find outside of {@link #currentSchema}:
     * schema and name of each. Empty where a connection looks into one schema only.
     *
     * @param tables their names
     */
    default Optional<String> tablesElsewhere(List<String> tables) {
        return Optional.empty();
    }

    /** Returns a query that counts the schemas of a name, its parameter. */
    default String countSchemas() {
        return "select count(*) from information_schema.schemata where schema_name = ?";
    }

    /** Returns a statement that creates a schema unless it exists. */
    default String createSchema(String schema) {
        return "create schema if not exists " + quoted(schema);
    }

    /** Returns a query for the columns of a schema, its parameter; see {@code ExistingTables}. */
    String columns();

    /** Returns a query for names of tables and of their storage engines, in a schema, its parameter. */
    default Optional<String> storageEngines() {
        return Optional.empty();
    }

    /** Returns where the scripts of the migrations are, for Flyway; empty if there are none. */
    Optional<String> migrations();

    /** Returns where the scripts up to version 3 are; empty if there have been none. */
    Optional<String> earlierMigrations();

    /** Returns migrations that are not scripts. */
    default JavaMigration[] javaMigrations(Map<String, String> placeholders) {
        return new JavaMigration[0];
    }

    /** Returns how wide a column of text must be made to hold a number of characters (code points). */
    default int width(int characters) {
        return characters;
    }

    /**
     * Returns the replacements for {@code <word>} in the statements: the {@code schema} of the tables; the columns
     * {@code desc} and {@code videoUrl}, which need quotes; the parameters {@code role} and {@code result}, whose types
     * need a cast on some databases; and the conditions {@code ended} and {@code notEnded} of a job, in the form that
     * an index of the database answers.
     *
     * @param schema quoted
     */
    Map<String, String> sqlDefinitions(String schema);

    /** Returns whether a text column can hold NUL, and be compared with it. */
    default boolean holdsNul() {
        return true;
    }

    /** Returns the range of times that the database can hold, and the values that stand for those beyond. */
    default TimeSpan times() {
        return TimeSpan.OF_POSTGRESQL;
    }

    /** Returns whether the statement failed because a row with the same unique key exists. */
    boolean isDuplicateKey(SQLException failure);

    /** Returns whether the statement failed because a schema, table or column does not exist. */
    boolean isSchemaMissing(SQLException failure);

    /** Returns whether several processes may migrate at once, so that they must take a lock. */
    default boolean locksMigrations() {
        return false;
    }

    /**
     * Takes a lock for the session, under which one process at a time migrates a schema.
     *
     * @param limit how long to wait; zero not to wait
     * @return whether the lock is taken
     */
    default boolean lockMigrations(Statement statement, String schema, Duration limit) throws SQLException {
        return true;
    }

    /** Releases the lock. */
    default void unlockMigrations(Statement statement, String schema) throws SQLException {}

    /** Returns the statements of awards; the portable form unless the database has a shorter one. */
    default Class<? extends ProgressSql> progress() {
        return ProgressSql.class;
    }

    /** Returns the statements of the leaderboard; the portable form unless the database has a faster one. */
    default Class<? extends LeaderboardSql> leaderboard() {
        return LeaderboardSql.class;
    }
}
