package io.github.klibras.core.job.internal;

import io.github.klibras.core.job.JobStore;

/** Check for services whose work must be visible to others at once. */
public final class NoTransaction {

    private NoTransaction() {}

    /**
     * Checks that the last call of this thread was not in the caller's transaction.
     *
     * @param who the service that must not run within a transaction, for the message
     * @throws IllegalStateException otherwise
     */
    public static void require(JobStore jobs, String who) {
        if (jobs.awaitsCommit()) {
            throw new IllegalStateException("A " + who + " works outside of transactions; do not call it within one");
        }
    }
}
