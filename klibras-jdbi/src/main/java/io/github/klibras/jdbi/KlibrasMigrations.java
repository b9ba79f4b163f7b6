package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import io.github.klibras.jdbi.dialect.Dialect;
import io.github.klibras.jdbi.dialect.MigrationLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Brings the schema of a database up to date. Thread-safe.
 *
 * <p>Nothing else in this module changes a schema. What has been applied is recorded in the table {@value #HISTORY}, apart
 * from the history of the application's own migrations.
 */
public final class KlibrasMigrations {

    static final String HISTORY = "klibras_schema_history";

    /**
     * Where DDL is not transactional, as on H2, Flyway fails or applies a migration twice if it finds the history that
     * another thread has created but not begun to fill. An H2 file belongs to one process, so a lock of the JVM will do.
     */
    private static final Object ONE_AT_A_TIME = new Object();

    private KlibrasMigrations() {}

    /**
     * Applies the migrations that are missing; does nothing if there are none.
     *
     * <p>The database may be empty or hold other tables. Tables that the Python service has made are taken over: what is
     * missing is added, and all rows stay. Several threads and processes at once are fine; one of them does the work and the others wait.
     * It takes three connections at once, and closes them.
     *
     * @throws UnsupportedDatabaseException if the database is none that this module knows
     * @throws StoreException if it can not be reached or refuses a migration
     */
    public static MigrationReport migrate(DataSource dataSource) {
        Dialect dialect = Database.dialectOf(dataSource);
        synchronized (ONE_AT_A_TIME) {
            Optional<MigrationLock> lock = dialect.migrationLock();
            try {
                return lock.isPresent() ? migrateUnder(lock.get(), dataSource, dialect) : migrate(dataSource, dialect);
            } catch (FlywayException | SQLException e) {
                throw new StoreException("The migration of the database has failed; see the cause", e);
            }
        }
    }

    private static MigrationReport migrateUnder(MigrationLock lock, DataSource dataSource, Dialect dialect)
            throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet taken = statement.executeQuery(lock.take())) {
                if (!taken.next() || taken.getInt(1) != 1) {
                    throw new StoreException("Another process has been migrating the database for too long");
                }
            }
            try {
                return migrate(dataSource, dialect);
            } finally {
                statement.executeQuery(lock.giveBack()).close();
            }
        }
    }

    private static MigrationReport migrate(DataSource dataSource, Dialect dialect) {
        // Version 0 stands for tables that are there already; the first migration copes with them.
        Flyway flyway = Flyway.configure(KlibrasMigrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(dataSource)
                .locations("classpath:" + dialect.migrations())
                .failOnMissingLocations(true)
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        int applied = flyway.migrate().migrationsExecuted;
        MigrationInfo current = flyway.info().current();
        return new MigrationReport(
                applied, current == null ? "0" : current.getVersion().getVersion());
    }
}
