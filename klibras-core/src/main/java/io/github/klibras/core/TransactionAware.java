package io.github.klibras.core;

/**
 * A store that may take part in its caller's transaction. Its changes then last only if the caller commits, so
 * messages, events and the deletion of videos have to wait for the commit.
 *
 * <p>Thread-safe: the methods concern the current thread's own calls, through any store of a family. A store that
 * forwards calls to another one must forward these too; the defaults suit stores that never join a transaction.
 */
public interface TransactionAware {

    /** Returns whether the last call of this thread took part in the caller's transaction. */
    default boolean awaitsCommit() {
        return false;
    }

    /**
     * Runs an action once the changes of this thread's last call are permanent: at once or, if they {@linkplain
     * #awaitsCommit() await a commit}, after it; never if the whole transaction is rolled back. After a rollback to a
     * savepoint, the action may run nevertheless. An action that runs later may use this store, which then works
     * outside the transaction; exceptions from the action are logged.
     *
     * @return {@code false} if the store cannot observe the commit; the action then never runs
     */
    default boolean afterCommit(Runnable action) {
        action.run();
        return true;
    }
}
