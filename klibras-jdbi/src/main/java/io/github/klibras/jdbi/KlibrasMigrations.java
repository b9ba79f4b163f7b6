package io.github.klibras.jdbi;

import io.github.klibras.jdbi.dialect.Dialect;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;

import javax.sql.DataSource;

/**
 * Brings the schema of a database up to date. Thread-safe.
 *
 * <p>Nothing else in this module changes a schema. What has been applied is recorded in the table {@value #HISTORY}, apart
 * from the history of the application's own migrations.
 */
public final class KlibrasMigrations {

    static final String HISTORY = "klibras_schema_history";

    private KlibrasMigrations() {}

    /**
     * Applies the migrations that are missing; does nothing if there are none.
     *
     * <p>The database may be empty or hold other tables. Tables that the Python service has made are taken over: what is
     * missing is added, and all rows stay. Several callers at once are fine; one of them does the work and the others wait.
     *
     * @throws UnsupportedDatabaseException if the database is none that this module knows
     * @throws StoreException if it can not be reached or refuses a migration
     */
    public static MigrationReport migrate(DataSource dataSource) {
        Dialect dialect = Database.dialectOf(dataSource);
        try {
            // Version 0 stands for tables that are there already; the first migration copes with them.
            Flyway flyway = Flyway.configure(KlibrasMigrations.class.getClassLoader())
                    .loggers("slf4j")
                    .dataSource(dataSource)
                    .locations("classpath:" + dialect.migrations())
                    .table(HISTORY)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load();
            MigrateResult result = flyway.migrate();
            MigrationInfo current = flyway.info().current();
            return new MigrationReport(
                    result.migrationsExecuted,
                    current == null ? "0" : current.getVersion().getVersion());
        } catch (FlywayException e) {
            throw new StoreException("The migration of the database has failed; see the cause", e);
        }
    }
}
