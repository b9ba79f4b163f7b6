package io.github.klibras.jdbi;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Source of the connections that stores use. A host in whose transactions they are to take part provides its own
 * source; a {@link javax.sql.DataSource} that knows the host's transactions works too, but cannot announce commits.
 *
 * <p>A call is in a transaction if its connection is not in auto-commit mode; the host then ends the transaction.
 * Implementations are thread-safe.
 */
public interface ConnectionSource {

    /**
     * Returns the connection of the transaction that the calling thread is in, which is not in auto-commit mode, and
     * the same object each time; outside of transactions any connection in auto-commit mode.
     *
     * @throws SQLException if there is none; runtime exceptions may be thrown for the same reason
     */
    Connection acquire() throws SQLException;

    /** Takes back what {@link #acquire} has returned, on the same thread; closes it if it is in no transaction. */
    void release(Connection connection) throws SQLException;

    /**
     * Registers an action to run, on any thread, after the commit of the transaction that the calling thread is in; it
     * does not run if that is rolled back. It throws nothing. It may use the stores, even while the thread's connection
     * is still that of the transaction.
     *
     * @return {@code false} if the commit cannot be observed, which is the default
     */
    default boolean afterCommit(Runnable action) {
        return false;
    }
}
