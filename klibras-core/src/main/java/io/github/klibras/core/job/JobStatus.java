package io.github.klibras.core.job;

/**
 * Status of a job. It moves from {@link #QUEUED} to {@link #RUNNING} and back, until it ends in one of the other
 * states, which it never leaves.
 */
public enum JobStatus {
    /** Waits for a worker. */
    QUEUED,
    /** A worker holds a lease on it. */
    RUNNING,
    /** The video was classified; the result says whether it showed the sign. */
    COMPLETED,
    /** There will be no result; the error says why. */
    FAILED,
    /** Its owner withdrew it. */
    CANCELLED,
    /** No worker took it in time. */
    EXPIRED;

    /** Returns whether the job has ended. */
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
