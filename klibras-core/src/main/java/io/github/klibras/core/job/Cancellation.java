package io.github.klibras.core.job;

/** Outcome of cancelling a job. */
public sealed interface Cancellation {

    /** The job has ended as {@link JobStatus#CANCELLED}; the claim of a worker that is processing it becomes void. */
    record Cancelled(JobId jobId) implements Cancellation {}

    /** The job had already ended; nothing was changed. */
    record AlreadyEnded(JobId jobId, JobStatus status) implements Cancellation {}

    /** The user has no such job. */
    record NoSuchJob(JobId jobId) implements Cancellation {}
}
