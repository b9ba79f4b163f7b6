package io.github.klibras.core.job;

/** A check for services whose work others have to see at once. */
final class NoTransaction {

    private NoTransaction() {}

    /**
     * Checks that the last call of this thread was in no transaction of the caller's.
     *
     * @param who works outside of transactions, for the message
     * @throws IllegalStateException otherwise
     */
    static void require(JobStore jobs, String who) {
        if (jobs.awaitsCommit()) {
            throw new IllegalStateException(
                    "A " + who + " works outside of transactions; the one around it is to be removed");
        }
    }
}
