package io.github.klibras.core;

/**
 * A store that may work within a transaction of its caller's. What it stores there is there only if the caller
 * commits, so messages, events and the deletion of videos have to wait for that.
 *
 * <p>Thread-safe: what a thread learns is about its own calls, by whichever store of a family. A store that forwards
 * calls to another one forwards these too; the defaults are those of a store that knows no transactions of others.
 */
public interface TransactionAware {

    /** Says whether the last call of this thread has taken part in the caller's transaction. */
    default boolean awaitsCommit() {
        return false;
    }

    /**
     * Runs an action as soon as what this thread's last call has stored is there to stay: at once, or if that
     * {@linkplain #awaitsCommit() awaits a commit}, after it; never if all of it is rolled back. If the caller has
     * rolled back to a savepoint, it may run all the same. An action that runs later may use this store, which then
     * works outside of the transaction, and what it throws is logged.
     *
     * @return {@code false} if the store cannot observe the commit; the action never runs then
     */
    default boolean afterCommit(Runnable action) {
        action.run();
        return true;
    }
}
