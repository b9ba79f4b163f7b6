package io.github.klibras.jdbi;

import org.jdbi.v3.core.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What each thread is at: on which connection its call works, and whether that awaits the host's commit. One JDBI is
 * lent the connections of all calls, since making one with all its SQL objects takes longer than most statements.
 * Thread-safe.
 */
final class ThreadCalls implements ConnectionFactory {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadCalls.class);

    private static final class State {
        private @Nullable Connection connection;
        private @Nullable Connection joined;
        private @Nullable Connection committed;
    }

    /** There are as few of these as of stores. */
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

    /** Has all that this thread does meanwhile use one connection, which stays open. */
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

    /** So that a host's threads keep nothing of ours; but they remember a call in a transaction until their next one. */
    private void removeIfEmpty(State state) {
        if (state.connection == null && state.joined == null && state.committed == null) {
            states.remove();
        }
    }

    /** Notes whose transaction, which the host will end, this thread's call is in; {@code null} for none. */
    void join(@Nullable Connection transaction) {
        state().joined = transaction;
    }

    /** Says whether this thread's last call has been in a transaction that the host will end. */
    boolean awaitsCommit() {
        State state = states.get();
        return state != null && state.joined != null;
    }

    /** Says whether this thread runs an action of {@link #afterCommit} whose transaction was on this connection. */
    boolean isCommitted(Connection connection) {
        State state = states.get();
        return state != null && state.committed == connection;
    }

    /**
     * Returns an action for whoever hears of the commit of the transaction that this thread's last call has been in. It
     * throws nothing: the host's commit has succeeded.
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
                LOG.warn("What was to be done after a commit failed", e);
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

    /** Whoever has lent it takes it back. */
    @Override
    public void closeConnection(Connection connection) {}
}
