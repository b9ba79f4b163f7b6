package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import javax.sql.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A database product that the tests run on, and what they must know about it. */
abstract class TestServer {

    /** Enough to race, few enough for a server that allows a hundred. */
    private static final int CONNECTIONS = 40;

    /** Children before their parents. */
    private static final List<String> TABLES = List.of(
            "processing_job_videos",
            "processing_jobs",
            "user_sign_association",
            "user_module_association",
            "module_sign_association",
            "users",
            "signs",
            "modules");

    private @Nullable HikariDataSource shared;

    /** Returns a new database without any tables; each of its connections is a new one. */
    abstract DataSource empty();

    /** Adopts the tables that a script like those of the Python service has made. */
    final MigrationReport adopt(DataSource dataSource) {
        return KlibrasMigrations.builder(dataSource).adoptPythonTables().build().migrate();
    }

    /** Returns whether a simulated day, with all queries of relays and reapers, is short enough for every build. */
    boolean simulatesADayInEveryBuild() {
        return false;
    }

    /** Returns whether an earlier version of KLibras had another schema on it. */
    boolean hasEarlierVersions() {
        return true;
    }

    /** Returns the name of the folder of its scripts. */
    abstract String folder();

    /** Returns the schema of the tables as an expression: in lower case, as the information schema names it. */
    abstract String schema();

    /** Returns a time as a column of the Python service keeps it. */
    Instant asPythonKeeps(Instant time) {
        return time;
    }

    /** Returns how many statements an award takes, depending on whether the sign is known already. */
    int awardStatements(boolean known) {
        return known ? 3 : 4;
    }

    /** Returns a new database with the schema and no rows. */
    final DataSource migrated() {
        DataSource dataSource = empty();
        KlibrasMigrations.migrate(dataSource);
        return dataSource;
    }

    /** Returns a name that no schema has. */
    String newSchemaName() {
        return "of_klibras";
    }

    /** Returns the name of a column or a table as Flyway has written it. */
    String quoted(String name) {
        return '"' + name + '"';
    }

    /** Returns the table of our history, as a statement names it. */
    final String history() {
        return quoted(KlibrasMigrations.HISTORY);
    }

    /** Returns the end of a statement that drops an index of a table. */
    String onTable(String table) {
        return "";
    }

    /** Returns a statement that widens a text column that must not be null. */
    abstract String withLongerText(String table, String column, int length);

    /** Describes all columns of the tables in the schema, except tables that keep histories. */
    final List<Map<String, Object>> columns(DataSource dataSource) {
        return Jdbi.create(dataSource)
                .withHandle(handle ->
                        handle.select("""
                        select table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,
                            datetime_precision, collation_name
                        from information_schema.columns
                        where lower(table_schema) = %s and lower(table_name) not like '%%history'
                            and lower(table_name) <> 'alembic_version'
                        order by table_name, column_name
                        """.formatted(schema())).mapToMap().list());
    }

    /** Returns the names of all tables in the schema, in lower case. */
    final List<String> tables(DataSource dataSource) {
        return Jdbi.create(dataSource)
                .withHandle(handle -> handle.select("select lower(table_name) from information_schema.tables"
                                + " where lower(table_schema) = " + schema() + " order by 1")
                        .mapTo(String.class)
                        .list());
    }

    /** Returns a table expression with one column, {@code x}, which counts from 1. */
    abstract String numbers(int count);

    /** Returns a statement that updates the server's statistics of its rows. */
    abstract String analyze();

    /** Runs a statement and returns how many rows, or buffers of rows, it has read. */
    abstract long rowsRead(Handle handle, String statement, Object... parameters);

    /** Returns a statement that sets the time zone of the session, as other clients may have done. */
    abstract String sessionIn(String zone);

    /** Returns a statement that lets the role of an account be {@code MODERATOR} too. */
    abstract String withAnotherRole();

    /** Returns whether a text column can hold NUL. */
    boolean holdsNul() {
        return true;
    }

    /** Returns whether a statement that locks rows reads them as they are now, even at REPEATABLE READ. */
    boolean locksSeeWhatIsCommitted() {
        return false;
    }

    /** Inserts jobs of this owner with the furthest and oddest dates that only this server can hold. */
    void insertFurthestDates(Jdbi jdbi, long owner) {}

    /** Migrates a database to the schema of an earlier version of KLibras. */
    final void migrateTo(DataSource dataSource, String version) {
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/klibras/earlier/" + folder())
                .table(KlibrasMigrations.HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .target(version)
                .load()
                .migrate();
    }

    /** Returns a new database that a script from the test resources has filled. */
    final DataSource madeBy(String script) {
        DataSource dataSource = empty();
        Jdbi.create(dataSource)
                .useHandle(handle -> handle.createScript(script(script)).execute());
        return dataSource;
    }

    /** Returns the text of a script for this server. */
    final String script(String name) {
        return resource(folder() + "/" + name);
    }

    /** Returns a pool over one database for all tests of this server, with the schema and no rows. */
    final synchronized DataSource cleaned() {
        HikariDataSource pool = shared;
        if (pool == null) {
            pool = new HikariDataSource();
            pool.setDataSource(migrated());
            pool.setMaximumPoolSize(CONNECTIONS);
            pool.setMinimumIdle(0);
            shared = pool;
        }
        Jdbi.create(pool).useTransaction(handle -> TABLES.forEach(table -> handle.execute("delete from " + table)));
        return pool;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(TestServer.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
