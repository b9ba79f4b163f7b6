package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.UnstorableException;
import io.github.klibras.jdbi.dialect.Dialect;
import io.github.klibras.jdbi.dialect.Dialects;
import io.github.klibras.jdbi.internal.Rows;
import io.github.klibras.jdbi.internal.SchemaSql;
import io.github.klibras.jdbi.schema.ExistingTables;
import io.github.klibras.jdbi.schema.Tables;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one way of all stores to the database; no exception of JDBI or of a driver gets past it. Thread-safe. */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Serialization failure, of which a deadlock is one on MariaDB and H2; deadlock on PostgreSQL. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    /** The class of states of the SQL standard for values that cannot be stored: 22003 is a number out of range. */
    private static final String DATA_EXCEPTION = "22";

    private final LentConnections connections;
    private final Jdbi jdbi;
    private final Dialect dialect;
    private final String schema;
    private final Retries retries;

    /** The connection of the host's transaction, or {@code null} if each call has one of its own. */
    private final @Nullable Connection joined;

    private Database(
            LentConnections connections,
            Jdbi jdbi,
            Dialect dialect,
            String schema,
            Retries retries,
            @Nullable Connection joined) {
        this.connections = connections;
        this.jdbi = jdbi;
        this.dialect = dialect;
        this.schema = schema;
        this.retries = retries;
        this.joined = joined;
    }

    /**
     * Connects to see which database it is, and whether it has been migrated.
     *
     * @param named the schema of the tables, or {@code null} for the one in which a connection finds them
     */
    static Database open(DataSource dataSource, @Nullable String named, SqlLogger logger, Retries retries) {
        Dialect dialect = dialectOf(dataSource);
        String schema = inspect(dataSource, named, dialect);
        LentConnections connections = new LentConnections(dataSource);
        Jdbi jdbi = configured(Jdbi.create(connections), dialect, schema, logger);
        Database database = new Database(connections, jdbi, dialect, schema, retries, null);
        database.with(SchemaSql.class, SchemaSql::probe);
        return database;
    }

    private static Jdbi configured(Jdbi jdbi, Dialect dialect, String schema, SqlLogger logger) {
        jdbi.installPlugin(new SqlObjectPlugin());
        jdbi.setSqlLogger(logger);
        dialect.words(dialect.quoted(schema)).forEach(jdbi::define);
        // Otherwise messages quote the parameters, among them addresses and password hashes.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        Rows.register(jdbi, dialect.times());
        return jdbi;
    }

    /** Returns the same database within the transaction that the connection is in. */
    Database within(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                throw new InvalidInputException(
                        "The connection is in auto-commit mode; begin a transaction before you have stores join it");
            }
        } catch (SQLException e) {
            throw unreachable(e);
        }
        return new Database(connections, jdbi, dialect, schema, retries, connection);
    }

    static Dialect dialectOf(DataSource dataSource) {
        String product;
        String version;
        try (Connection connection = connect(dataSource)) {
            product = connection.getMetaData().getDatabaseProductName();
            version = connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw unreachable(e);
        }
        return Dialects.find(product, String.valueOf(version))
                .orElseThrow(() -> new UnsupportedDatabaseException(product));
    }

    /** Without auto-commit, single statements would be rolled back when their connection is given back. */
    private static String inspect(DataSource dataSource, @Nullable String named, Dialect dialect) {
        try (Connection connection = connect(dataSource)) {
            if (!connection.getAutoCommit()) {
                throw new StoreException("The data source hands out connections without auto-commit; switch it on");
            }
            String schema = SchemaName.forStores(named, connection, dialect);
            requireTransactions(Tables.withoutTransactions(ExistingTables.engines(connection, dialect, schema)));
            return schema;
        } catch (SQLException e) {
            throw unreachable(e);
        }
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

    /** Lets SQL objects of one type run, each statement for itself. */
    <S, T> T with(Class<S> type, Function<S, T> work) {
        return translating(() -> jdbi.withHandle(handle -> work.apply(handle.attach(type))));
    }

    /** Lets several statements run as one transaction; an exception rolls it back. */
    <T> T inTransaction(Function<Handle, T> work) {
        return translating(() -> jdbi.inTransaction(work::apply));
    }

    /**
     * A database that finds transactions waiting for each other in a circle rolls one of them back, and so it does with
     * one that it can not serialize. Nothing of it has happened then, and it may be tried again.
     */
    private <T> T translating(Supplier<T> work) {
        if (joined != null) {
            return joining(joined, work);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JdbiException e) {
                SQLException reason = sqlException(e);
                if (reason == null
                        || !ROLLED_BACK.contains(String.valueOf(reason.getSQLState()))
                        || !retries.pause(attempt)) {
                    throw translated(e);
                }
                LOG.debug("The database rolled attempt {} of a transaction back; trying again", attempt, e);
            }
        }
    }

    /** What failed must not spoil the host's transaction: PostgreSQL refuses everything after a failed statement. */
    private <T> T joining(Connection connection, Supplier<T> work) {
        Savepoint before = savepoint(connection);
        try {
            T result = connections.lending(connection, work);
            connection.releaseSavepoint(before);
            return result;
        } catch (JdbiException e) {
            rollBack(connection, before, e);
            throw translated(e);
        } catch (RuntimeException e) {
            rollBack(connection, before, e);
            throw e;
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private static Savepoint savepoint(Connection connection) {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private static void rollBack(Connection connection, Savepoint before, RuntimeException failure) {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            // As after a deadlock on MariaDB: the whole transaction is rolled back already.
            failure.addSuppressed(e);
        }
    }

    private StoreException translated(JdbiException failure) {
        if (failure instanceof ConnectionException) {
            return unreachable(failure);
        }
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

    /** Pools throw exceptions of their own if they are closed or can not start. */
    static Connection connect(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("The data source gave no connection", "08001", e);
        }
    }
}
