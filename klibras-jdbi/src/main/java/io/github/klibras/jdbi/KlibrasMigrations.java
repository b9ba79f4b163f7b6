package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.jdbi.dialect.Dialect;
import io.github.klibras.jdbi.schema.ExistingTables;
import io.github.klibras.jdbi.schema.Tables;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings the schema of a database up to date. Immutable and thread-safe.
 *
 * <p>Nothing else in this module changes a schema. Applied migrations are recorded in the table {@value #HISTORY},
 * apart from the history of the application's own migrations.
 *
 * <p>A host with tables of its own gives KLibras a separate schema, see {@link Builder#schema}. Existing tables are
 * never touched, unless they are KLibras' own, or {@link Builder#adoptPythonTables} says that they are the Python
 * service's and they really are.
 */
public final class KlibrasMigrations {

    static final String HISTORY = "klibras_schema_history";

    private static final Logger LOG = LoggerFactory.getLogger(KlibrasMigrations.class);

    /** The first script in databases that were created by version 0.1 before it supported schemas. */
    private static final String FIRST_EARLIER_SCRIPT = "V1__schema.sql";

    /** The first version that inspects all tables before it changes one. */
    private static final String FIRST_CHECKED_VERSION = "10";

    /** Marks in the history, as version 0, that existing tables had been checked before the first script was run. */
    private static final String CHECKED = "checked by KLibras";

    private static final Duration MAX_LOCK_TIMEOUT = Duration.ofDays(1);

    /**
     * Serializes migrations. Where DDL is not transactional, as on H2, Flyway fails or applies a migration twice if it
     * finds the history that another thread has created but not begun to fill. An H2 file belongs to one process, so a
     * lock of the JVM will do.
     */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final DataSource dataSource;
    private final @Nullable String named;
    private final boolean adoptPythonTables;
    private final Duration lockTimeout;

    private KlibrasMigrations(Builder builder) {
        this.dataSource = builder.dataSource;
        this.named = builder.schema;
        this.adoptPythonTables = builder.adoptPythonTables;
        this.lockTimeout = builder.lockTimeout;
    }

    /**
     * Migrates with all defaults.
     *
     * @throws StoreException as {@link #migrate()} does
     */
    public static MigrationReport migrate(DataSource dataSource) {
        return builder(dataSource).build().migrate();
    }

    /** Returns a builder with the defaults. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /**
     * Applies missing migrations; does nothing if there are none. Several threads and processes may call it at once:
     * one of them does the work and the others wait. Takes three connections at once, and closes them.
     *
     * @throws UnsupportedDatabaseException if the database is not supported
     * @throws SchemaConflictException if existing tables conflict, which are then left unchanged; or if the schema is
     *     incomplete after the migration
     * @throws StoreException if the database cannot be reached or refuses a migration, or if another process has been
     *     migrating for too long
     */
    public MigrationReport migrate() {
        Dialect dialect = Database.dialectOf(dataSource);
        try {
            if (!ONE_AT_A_TIME.tryLock()) {
                LOG.info("Another thread is migrating; waiting for it, at most {}", lockTimeout);
                if (!ONE_AT_A_TIME.tryLock(lockTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw busy();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("The thread was interrupted while another one was migrating", e);
        }
        try {
            return dialect.locksMigrations() ? migrateUnderLock(dialect) : migrateNow(dialect);
        } catch (FlywayException | SQLException e) {
            throw new StoreException("The migration of the database has failed; see the cause", e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private MigrationReport migrateUnderLock(Dialect dialect) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            String schema = SchemaName.forMigrations(named, connection, dialect);
            lock(statement, dialect, schema);
            try {
                return migrateNow(dialect);
            } finally {
                dialect.unlockMigrations(statement, schema);
            }
        }
    }

    private void lock(Statement statement, Dialect dialect, String schema) throws SQLException {
        if (dialect.lockMigrations(statement, schema, Duration.ZERO)) {
            return;
        }
        LOG.info("Another process is migrating the schema {}; waiting for it, at most {}", schema, lockTimeout);
        if (!dialect.lockMigrations(statement, schema, lockTimeout)) {
            throw busy();
        }
    }

    private StoreException busy() {
        return new StoreException("Another thread or process has been migrating the database for " + lockTimeout
                + "; it may hang, or need a longer lockTimeout(...)");
    }

    private MigrationReport migrateNow(Dialect dialect) throws SQLException {
        Plan plan;
        try (Connection connection = dataSource.getConnection()) {
            plan = plan(connection, dialect);
        }
        MigrationReport report = apply(plan, dialect);
        try (Connection connection = dataSource.getConnection()) {
            requireWhole(connection, dialect, plan.schema());
        }
        return report;
    }

    /** Inspects the schema, and either refuses it or prepares it for Flyway. */
    private Plan plan(Connection connection, Dialect dialect) throws SQLException {
        String schema = SchemaName.forMigrations(named, connection, dialect);
        ExistingTables before = ExistingTables.in(connection, dialect, schema);
        History history = History.in(connection, dialect, schema);
        if (history.isOurs()) {
            refuse(schema, "holds tables that KLibras cannot work with", Tables.withoutTransactions(before.engines()));
            forgetFailures(connection, dialect, schema);
        } else {
            requireNothingInTheWay(connection, dialect, schema, before);
            createSchema(connection, dialect, schema);
            if (history == History.FAILED) {
                execute(connection, "drop table " + History.table(dialect, schema));
            }
        }
        return new Plan(schema, history, Tables.placeholders(before, dialect));
    }

    private static void requireWhole(Connection connection, Dialect dialect, String schema) throws SQLException {
        List<String> gaps = Tables.gaps(ExistingTables.in(connection, dialect, schema));
        if (!gaps.isEmpty()) {
            throw new SchemaConflictException("The migrations of the schema '" + schema
                    + "' have been applied, but it is not as it should be: " + String.join("; ", gaps));
        }
    }

    private void requireNothingInTheWay(Connection connection, Dialect dialect, String schema, ExistingTables before)
            throws SQLException {
        if (named == null) {
            requireNothingElsewhere(connection, dialect, schema);
        }
        if (before.names().isEmpty()) {
            return;
        }
        List<String> conflicts = Tables.conflicts(before);
        if (adoptPythonTables) {
            refuse(schema, "holds tables that are not those of the Python service", conflicts);
        } else {
            throw new SchemaConflictException("The schema '" + schema + "' holds tables that KLibras has not made: "
                    + String.join(", ", before.names())
                    + ". Nothing has been changed. Give KLibras a schema of its own,"
                    + " with schema(\"klibras\")"
                    + (conflicts.isEmpty()
                            ? "; or, if these are the Python service's, take them over with adoptPythonTables()"
                            : ". They cannot be taken for the Python service's: " + String.join("; ", conflicts)));
        }
    }

    /**
     * Requires that no other schema of the search path holds the tables: otherwise a second, empty set would be created
     * beside the one that statements have found so far.
     */
    private static void requireNothingElsewhere(Connection connection, Dialect dialect, String schema)
            throws SQLException {
        List<String> names = new ArrayList<>(Tables.NAMES);
        names.add(HISTORY);
        Optional<String> query = dialect.tablesElsewhere(names);
        if (query.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.get())) {
            if (row.next()) {
                throw new SchemaConflictException("The table '" + row.getString(2) + "' is in the schema '"
                        + row.getString(1) + "', but the connection would make tables in '" + schema
                        + "', which comes first in its search path. Nothing has been changed. Say which one is meant,"
                        + " with schema(\"" + row.getString(1) + "\") or schema(\"" + schema + "\")");
            }
        }
    }

    private static void refuse(String schema, String reason, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new SchemaConflictException("The schema '" + schema + "' " + reason + ": "
                    + String.join("; ", problems) + ". Nothing has been changed. Fix that, or give KLibras a schema of"
                    + " its own, with schema(\"klibras\")");
        }
    }

    private static void createSchema(Connection connection, Dialect dialect, String schema) throws SQLException {
        if (count(connection, dialect.countSchemas(), schema) == 0) {
            execute(connection, dialect.createSchema(schema));
        }
    }

    private static int count(Connection connection, String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** Removes failed migrations from the history; the scripts are idempotent, so they can be repeated. */
    private static void forgetFailures(Connection connection, Dialect dialect, String schema) throws SQLException {
        execute(
                connection,
                "delete from " + History.table(dialect, schema) + " where not " + dialect.quoted("success"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private MigrationReport apply(Plan plan, Dialect dialect) {
        List<String> locations = new ArrayList<>();
        dialect.migrations().ifPresent(locations::add);
        if (plan.history() == History.EARLIER) {
            dialect.earlierMigrations().ifPresent(locations::add);
        }
        Flyway flyway = Flyway.configure(KlibrasMigrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(dataSource)
                .defaultSchema(plan.schema())
                .locations(locations.toArray(new String[0]))
                .javaMigrations(dialect.javaMigrations(plan.placeholders()))
                .placeholders(plan.placeholders())
                .failOnMissingLocations(true)
                .table(HISTORY)
                .baselineVersion("0")
                .baselineDescription(CHECKED)
                .load();
        if (!plan.history().isOurs()) {
            // Before any change: whatever becomes of this migration, it is ours to repeat.
            flyway.baseline();
        }
        int applied = flyway.migrate().migrationsExecuted;
        MigrationInfo current = flyway.info().current();
        return new MigrationReport(
                applied, current == null ? "0" : current.getVersion().getVersion());
    }

    /**
     * The migrations to apply, and the schema.
     *
     * @param placeholders of the scripts
     */
    private record Plan(String schema, History history, Map<String, String> placeholders) {}

    /** Origin of a schema. */
    private enum History {

        /** KLibras has never migrated the schema. */
        NONE,

        /** Version 0.1 has tried to migrate the schema and failed; existing tables may be anyone's. */
        FAILED,

        /** KLibras has created it, or has begun to, after checking the existing tables. */
        OURS,

        /** KLibras has created it with the scripts of versions 1 to 3. */
        EARLIER;

        private static final String ANY_HISTORY =
                "select count(*) from information_schema.tables where table_schema = ? and table_name = ?";

        boolean isOurs() {
            return this == OURS || this == EARLIER;
        }

        static History in(Connection connection, Dialect dialect, String schema) throws SQLException {
            if (count(connection, ANY_HISTORY, schema, HISTORY) == 0) {
                return NONE;
            }
            String table = table(dialect, schema);
            String earlier = "%s = '%s' and %s"
                    .formatted(dialect.quoted("script"), FIRST_EARLIER_SCRIPT, dialect.quoted("success"));
            if (count(connection, "select count(*) from " + table + " where " + earlier) > 0) {
                return EARLIER;
            }
            String checked = "%s = '%s' or %s = '%s'"
                    .formatted(
                            dialect.quoted("version"), FIRST_CHECKED_VERSION, dialect.quoted("description"), CHECKED);
            return count(connection, "select count(*) from " + table + " where " + checked) > 0 ? OURS : FAILED;
        }

        static String table(Dialect dialect, String schema) {
            return dialect.quoted(schema) + "." + dialect.quoted(HISTORY);
        }
    }

    /** Makes {@link KlibrasMigrations}. Not thread-safe. */
    public static final class Builder {

        private final DataSource dataSource;
        private @Nullable String schema;
        private boolean adoptPythonTables;
        private Duration lockTimeout = Duration.ofMinutes(10);

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /**
         * Schema of all tables and their history: a schema on PostgreSQL and H2, a database on MariaDB and MySQL. It is
         * created if it is missing. Default: the one that connections of the data source work in.
         *
         * @param schema case-sensitive; give the same name to {@link JdbiStores.Builder#schema}
         * @throws InvalidInputException if it contains anything but letters, digits and {@code _ $ -}
         */
        public Builder schema(String schema) {
            this.schema = SchemaName.checked(schema);
            return this;
        }

        /**
         * Adopts the tables that the Python service has created in this schema, by {@code create_all} or by its own
         * migrations: missing columns and tables are added, short columns are widened, and all rows stay. The shapes of
         * all tables are checked before any is changed. Default: existing tables are refused.
         */
        public Builder adoptPythonTables() {
            this.adoptPythonTables = true;
            return this;
        }

        /** How long to wait for other migrating threads and processes; at least a second. Default: 10 minutes. */
        public Builder lockTimeout(Duration lockTimeout) {
            this.lockTimeout = lockTimeout;
            return this;
        }

        /**
         * Checks all values.
         *
         * @throws InvalidInputException if one is out of its bounds
         */
        public KlibrasMigrations build() {
            if (lockTimeout.compareTo(Duration.ofSeconds(1)) < 0 || lockTimeout.compareTo(MAX_LOCK_TIMEOUT) > 0) {
                throw new InvalidInputException(
                        "The lockTimeout is " + lockTimeout + "; it must lie between a second and " + MAX_LOCK_TIMEOUT);
            }
            return new KlibrasMigrations(this);
        }
    }
}
