package io.github.klibras.jdbi;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where stores get their connections from. A host in whose transactions they are to take part gives its own source; a
 * {@link javax.sql.DataSource} that knows the host's transactions will do too, but cannot announce commits.
 *
 * <p>Whether a call is in a transaction is seen from its connection: one without auto-commit is in one, and the host
 * ends it. Implementations are thread-safe.
 */
public interface ConnectionSource {

    /**
     * Returns the connection of the transaction that the calling thread is in, which is not in auto-commit mode, and
     * the same object each time; outside of transactions any connection in auto-commit mode.
     *
     * @throws SQLException if there is none; so may runtime exceptions be thrown
     */
    Connection take() throws SQLException;

    /** Is given back what {@link #take} has returned, by the same thread; closes it if it is in no transaction. */
    void giveBack(Connection connection) throws SQLException;

    /**
     * Has an action run when the transaction that the calling thread is in has been committed, by any thread; not if
     * it is rolled back. It throws nothing. It may use the stores, also while the thread's connection is still that
     * of the transaction.
     *
     * @return {@code false} if the commit cannot be observed, which is the default
     */
    default boolean afterCommit(Runnable action) {
        return false;
    }
}
