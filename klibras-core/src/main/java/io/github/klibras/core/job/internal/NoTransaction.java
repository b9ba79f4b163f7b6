package io.github.klibras.core.job.internal;

import io.github.klibras.core.job.JobStore;

/** A check for services whose work others have to see at once. */
public final class NoTransaction {

    private NoTransaction() {}

    /**
     * Checks that the last call of this thread was not in the caller's transaction.
     *
     * @param who works outside of transactions, for the message
     * @throws IllegalStateException otherwise
     */
    public static void require(JobStore jobs, String who) {
        if (jobs.awaitsCommit()) {
            throw new IllegalStateException(
                    "A " + who + " works outside of transactions; the one around it is to be removed");
        }
    }
}
