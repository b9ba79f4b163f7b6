package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.UnstorableException;
import io.github.klibras.jdbi.dialect.Dialect;
import io.github.klibras.jdbi.internal.SchemaSql;
import io.github.klibras.jdbi.internal.SqlObjects;
import io.github.klibras.jdbi.schema.ExistingTables;
import io.github.klibras.jdbi.schema.Tables;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The stores' only access to the database; translates all exceptions of JDBI and of drivers. Thread-safe. */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Serialization failure, which MariaDB and H2 also report for a deadlock; deadlock on PostgreSQL. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    /** The SQLState class of values that cannot be stored: 22003 is a number out of range. */
    private static final String DATA_EXCEPTION = "22";

    private final ConnectionSource source;
    private final ThreadCalls calls;
    private final Jdbi jdbi;
    private final Dialect dialect;
    private final String schema;
    private final Retries retries;

    private Database(
            ConnectionSource source, ThreadCalls calls, Jdbi jdbi, Dialect dialect, String schema, Retries retries) {
        this.source = source;
        this.calls = calls;
        this.jdbi = jdbi;
        this.dialect = dialect;
        this.schema = schema;
        this.retries = retries;
    }

    /**
     * Connects to find out which database it is, and whether it has been migrated.
     *
     * @param named the schema of the tables, or {@code null} for the one in which a connection finds them
     */
    static Database open(ConnectionSource source, @Nullable String named, SqlLogger logger, Retries retries) {
        Connection connection = acquire(source);
        Database database;
        try {
            database = opened(source, connection, named, logger, retries);
        } catch (SQLException e) {
            throw unreachable(e);
        } finally {
            release(source, connection);
        }
        database.with(SchemaSql.class, SchemaSql::probe);
        return database;
    }

    /**
     * Opens the database over a connection in auto-commit mode: without it, single statements would be rolled back when
     * their connection is given back.
     */
    private static Database opened(
            ConnectionSource source, Connection connection, @Nullable String named, SqlLogger logger, Retries retries)
            throws SQLException {
        Dialect dialect = dialectOf(connection);
        if (!connection.getAutoCommit()) {
            throw new StoreException("The connection is not in auto-commit mode. Open stores outside of transactions,"
                    + " over connections that are in that mode by themselves");
        }
        String schema = SchemaName.forStores(named, connection, dialect);
        requireTransactions(Tables.withoutTransactions(ExistingTables.engines(connection, dialect, schema)));
        ThreadCalls calls = new ThreadCalls();
        Jdbi jdbi = configured(Jdbi.create(calls), dialect, schema, logger);
        return new Database(source, calls, jdbi, dialect, schema, retries);
    }

    private static Jdbi configured(Jdbi jdbi, Dialect dialect, String schema, SqlLogger logger) {
        SqlObjects.install(jdbi, dialect.sqlDefinitions(dialect.quoted(schema)), dialect.times());
        jdbi.setSqlLogger(logger);
        // Otherwise messages quote the parameters, among them addresses and password hashes.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        return jdbi;
    }

    /**
     * Returns the same database within the transaction that this thread and the connection are in.
     *
     * @param commitHook runs actions after the commit, or {@code null} if it cannot be observed
     */
    Database within(Connection connection, @Nullable Consumer<Runnable> commitHook) {
        try {
            if (connection.getAutoCommit()) {
                throw new InvalidInputException(
                        "The connection is in auto-commit mode; begin a transaction before you have stores join it");
            }
        } catch (SQLException e) {
            throw unreachable(e);
        }
        ConnectionSource joined = new JoinedConnection(connection, commitHook, source, calls);
        return new Database(joined, calls, jdbi, dialect, schema, retries);
    }

    static Dialect dialectOf(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return dialectOf(connection);
        } catch (SQLException e) {
            throw unreachable(e);
        } catch (RuntimeException e) {
            // Pools throw exceptions of their own if they are closed or cannot start.
            throw e instanceof KlibrasException ? e : unreachable(e);
        }
    }

    private static Dialect dialectOf(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        String version = connection.getMetaData().getDatabaseProductVersion();
        return Dialect.find(product, String.valueOf(version))
                .orElseThrow(() -> new UnsupportedDatabaseException(product));
    }

    private static void requireTransactions(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new SchemaConflictException(
                    "The stores cannot work with these tables: " + String.join("; ", problems));
        }
    }

    Dialect dialect() {
        return dialect;
    }

    /** Runs work on a SQL object, without a transaction of its own. */
    <S, T> T with(Class<S> type, Function<S, T> work) {
        return translating(() -> jdbi.withHandle(handle -> work.apply(handle.attach(type))));
    }

    /** Runs work in one transaction; an exception rolls it back. */
    <T> T inTransaction(Function<Handle, T> work) {
        return translating(() -> jdbi.inTransaction(work::apply));
    }

    /** Returns whether this thread's last call awaits the host's commit. */
    boolean awaitsCommit() {
        return calls.awaitsCommit();
    }

    /** Runs an action as specified by {@link io.github.klibras.core.TransactionAware#afterCommit}. */
    boolean afterCommit(Runnable action) {
        if (calls.awaitsCommit()) {
            return source.afterCommit(calls.afterCommit(action));
        }
        action.run();
        return true;
    }

    /**
     * Runs work, and retries it after a deadlock or a serialization failure: the database has then rolled the whole
     * transaction back by itself. Not within a transaction of the host's, of which more would have to be repeated.
     */
    private <T> T translating(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (JdbiException e) {
                SQLException reason = sqlException(e);
                if (calls.awaitsCommit()
                        || reason == null
                        || !ROLLED_BACK.contains(String.valueOf(reason.getSQLState()))
                        || !retries.pause(attempt)) {
                    throw translated(e);
                }
                LOG.debug("The database rolled attempt {} of a transaction back; trying again", attempt, e);
            }
        }
    }

    private <T> T once(Supplier<T> work) {
        calls.join(null);
        Connection connection = acquire(source);
        try {
            if (connection.getAutoCommit()) {
                return calls.on(connection, work);
            }
            return calls.isCommitted(connection) ? committing(connection, work) : joining(connection, work);
        } catch (SQLException e) {
            throw new StoreException(
                    "The connection, or the transaction on it, cannot be used (SQLState " + e.getSQLState() + ")", e);
        } finally {
            release(source, connection);
        }
    }

    /**
     * Runs work for an action after the host's commit: the host still holds the connection, but will not commit again.
     */
    private <T> T committing(Connection connection, Supplier<T> work) throws SQLException {
        T result;
        try {
            result = calls.on(connection, work);
        } catch (RuntimeException e) {
            rollBack(connection, null, e);
            throw e;
        }
        connection.commit();
        return result;
    }

    /**
     * Runs work under a savepoint, so that a failure does not spoil the host's transaction: PostgreSQL refuses
     * everything after a failed statement.
     */
    private <T> T joining(Connection connection, Supplier<T> work) throws SQLException {
        calls.join(connection);
        Savepoint before = connection.setSavepoint();
        T result;
        try {
            result = calls.on(connection, work);
        } catch (RuntimeException e) {
            if (!rollBack(connection, before, e)) {
                throw new StoreException(
                        "The whole transaction is lost: the database has rolled it back, as after a"
                                + " deadlock, or the connection broke. Roll it back and start a new one",
                        e);
            }
            throw e;
        }
        connection.releaseSavepoint(before);
        return result;
    }

    /** Rolls back to a savepoint, or everything if there is none; returns {@code false} if that fails. */
    private static boolean rollBack(Connection connection, @Nullable Savepoint savepoint, RuntimeException failure) {
        try {
            if (savepoint == null) {
                connection.rollback();
            } else {
                connection.rollback(savepoint);
            }
            return true;
        } catch (SQLException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private StoreException translated(JdbiException failure) {
        SQLException reason = sqlException(failure);
        if (reason == null) {
            return new StoreException("The database could not be used", failure);
        }
        if (dialect.isDuplicateKey(reason)) {
            return new DuplicateKeyException(failure);
        }
        if (String.valueOf(reason.getSQLState()).startsWith(DATA_EXCEPTION)) {
            return new UnstorableException(
                    "The database refuses a value as out of its range or form (SQLState " + reason.getSQLState() + ")",
                    failure);
        }
        if (dialect.isSchemaMissing(reason)) {
            return new SchemaMissingException(schema, failure);
        }
        return new StoreException(
                "The database did not carry out a statement (SQLState " + reason.getSQLState() + ")", failure);
    }

    private static StoreException unreachable(Exception failure) {
        SQLException reason = sqlException(failure);
        return new StoreException(
                "No connection to the database could be opened"
                        + (reason == null ? "" : " (SQLState " + reason.getSQLState() + ")"),
                failure);
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException reason) {
                return reason;
            }
        }
        return null;
    }

    private static Connection acquire(ConnectionSource source) {
        try {
            return source.acquire();
        } catch (StoreException e) {
            throw e;
        } catch (SQLException | RuntimeException e) {
            // Pools throw exceptions of their own if they are closed or cannot start.
            throw unreachable(e);
        }
    }

    /**
     * Gives a connection back, and only logs a failure: the work is done by now, and a pool replaces a connection that
     * cannot be closed.
     */
    private static void release(ConnectionSource source, Connection connection) {
        try {
            source.release(connection);
        } catch (SQLException | RuntimeException e) {
            LOG.warn("A connection could not be given back", e);
        }
    }
}
