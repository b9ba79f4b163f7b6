package io.github.klibras.jdbi;

import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Tracks on which connection each thread's call works, and whether that awaits the host's commit. One JDBI instance
 * is lent the connections of all calls, since making one with all its SQL objects takes longer than most
 * statements. Thread-safe.
 */
final class ThreadCalls implements ConnectionFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadCalls.class);

    private static final class State {
        private @Nullable Connection connection;
        private @Nullable Connection joined;
        private @Nullable Connection committed;
    }

    /** There are as few of these as there are stores. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable State> states = new ThreadLocal<>();

    private State state() {
        State state = states.get();
        if (state == null) {
            state = new State();
            states.set(state);
        }
        return state;
    }

    /** Runs work with one connection, which stays open, for everything that this thread does meanwhile. */
    <T> T on(Connection connection, Supplier<T> work) {
        State state = state();
        Connection before = state.connection;
        state.connection = connection;
        try {
            return work.get();
        } finally {
            state.connection = before;
            removeIfEmpty(state);
        }
    }

    /**
     * Removes empty state, so that a host's threads keep nothing of ours; but they remember a call in a transaction
     * until their next one.
     */
    private void removeIfEmpty(State state) {
        if (state.connection == null && state.joined == null && state.committed == null) {
            states.remove();
        }
    }

    /**
     * Records the connection of the transaction, to be ended by the host, that this thread's call is in; {@code null}
     * for none.
     */
    void join(@Nullable Connection transaction) {
        state().joined = transaction;
    }

    /** Returns whether this thread's last call was in a transaction that the host will end. */
    boolean awaitsCommit() {
        State state = states.get();
        return state != null && state.joined != null;
    }

    /** Returns whether this thread runs an action of {@link #afterCommit} whose transaction was on this connection. */
    boolean isCommitted(Connection connection) {
        State state = states.get();
        return state != null && state.committed == connection;
    }

    /**
     * Returns an action to run after the commit of the transaction that this thread's last call was in. It throws
     * nothing: the host's commit has succeeded.
     */
    Runnable afterCommit(Runnable action) {
        Connection committed = state().joined;
        return () -> {
            State state = state();
            Connection before = state.committed;
            state.committed = committed;
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.warn("An action after a commit failed", e);
            } finally {
                state.committed = before;
                removeIfEmpty(state);
            }
        };
    }

    @Override
    public Connection openConnection() {
        return Objects.requireNonNull(state().connection, "No call is under way");
    }

    /** Does nothing: the lender takes the connection back. */
    @Override
    public void closeConnection(Connection connection) {}
}
