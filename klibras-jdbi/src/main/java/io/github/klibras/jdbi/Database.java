package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import io.github.klibras.jdbi.dialect.Dialect;
import io.github.klibras.jdbi.dialect.Dialects;
import io.github.klibras.jdbi.internal.Rows;
import io.github.klibras.jdbi.internal.SchemaSql;
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
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one way of all stores to the database; no exception of JDBI or of a driver gets past it. Thread-safe. */
final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** Serialization failure, of which a deadlock is one on MariaDB and H2; deadlock on PostgreSQL. */
    private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");

    private static final int ATTEMPTS = 5;

    private final Jdbi jdbi;
    private final Dialect dialect;

    private Database(Jdbi jdbi, Dialect dialect) {
        this.jdbi = jdbi;
        this.dialect = dialect;
    }

    /** Connects to see which database it is, and whether it has been migrated. */
    static Database open(DataSource dataSource, SqlLogger logger) {
        Dialect dialect = dialectOf(dataSource);
        requireAutoCommit(dataSource);
        Jdbi jdbi = Jdbi.create(() -> connect(dataSource)).installPlugin(new SqlObjectPlugin());
        jdbi.setSqlLogger(logger);
        dialect.words().forEach(jdbi::define);
        // Otherwise messages quote the parameters, among them addresses and password hashes.
        jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
        Rows.register(jdbi);
        Database database = new Database(jdbi, dialect);
        database.with(SchemaSql.class, SchemaSql::probe);
        return database;
    }

    static Dialect dialectOf(DataSource dataSource) {
        String product;
        try (Connection connection = connect(dataSource)) {
            product = connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw unreachable(e);
        }
        return Dialects.find(product).orElseThrow(() -> new UnsupportedDatabaseException(product));
    }

    /** Otherwise single statements would be rolled back when their connection is given back. */
    private static void requireAutoCommit(DataSource dataSource) {
        try (Connection connection = connect(dataSource)) {
            if (!connection.getAutoCommit()) {
                throw new StoreException("The data source hands out connections without auto-commit; switch it on");
            }
        } catch (SQLException e) {
            throw unreachable(e);
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
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (JdbiException e) {
                SQLException reason = sqlException(e);
                if (attempt == ATTEMPTS
                        || reason == null
                        || !ROLLED_BACK.contains(String.valueOf(reason.getSQLState()))) {
                    throw translated(e);
                }
                LOG.debug("The database rolled attempt {} of a transaction back; trying again", attempt, e);
            }
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
        if (dialect.isSchemaMissing(reason)) {
            return new SchemaMissingException(failure);
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
    private static Connection connect(DataSource dataSource) throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (RuntimeException e) {
            throw new SQLException("The data source gave no connection", "08001", e);
        }
    }
}
