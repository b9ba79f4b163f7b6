package io.github.klibras.jdbi;

import io.github.klibras.core.StoreException;
import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * The connection of one transaction of the host's, for the thread that runs it. Other threads, such as the one on which
 * a queue answers, are not in the transaction, and have connections of their own. Thread-safe.
 */
final class JoinedConnection implements ConnectionSource {

    private final Connection connection;
    private final @Nullable Consumer<Runnable> commitHook;
    private final ConnectionSource others;
    private final ThreadCalls calls;
    private final Thread owner = Thread.currentThread();

    /**
     * Joins a transaction.
     *
     * @param connection in the transaction that the calling thread is in
     * @param commitHook runs actions after its commit, or {@code null} if it cannot be observed
     * @param others for other threads
     * @param calls tracks the calls of all threads
     */
    JoinedConnection(
            Connection connection,
            @Nullable Consumer<Runnable> commitHook,
            ConnectionSource others,
            ThreadCalls calls) {
        this.connection = connection;
        this.commitHook = commitHook;
        this.others = others;
        this.calls = calls;
    }

    @Override
    public Connection acquire() throws SQLException {
        boolean committed = calls.isCommitted(connection);
        if (Thread.currentThread() != owner || (committed && connection.isClosed())) {
            return others.acquire();
        }
        if (!committed && (connection.isClosed() || connection.getAutoCommit())) {
            throw new StoreException("The transaction that these stores have joined is over");
        }
        return connection;
    }

    @Override
    public void release(Connection given) throws SQLException {
        if (given != connection) {
            others.release(given);
        }
    }

    @Override
    public boolean afterCommit(Runnable action) {
        if (commitHook == null) {
            return false;
        }
        commitHook.accept(action);
        return true;
    }
}
