package io.github.klibras.core.job;

/** Outcome of storing a new job. */
public sealed interface JobInsertion {

    /** The job was stored as {@link JobStatus#QUEUED}. */
    record Inserted(JobId jobId) implements JobInsertion {}

    /** There is no such user, or no longer; nothing was stored. */
    record NoSuchUser(long userId) implements JobInsertion {}

    /** A job with this id exists; nothing was stored. */
    record IdTaken(JobId jobId) implements JobInsertion {}

    /** The owner has submitted a job with this idempotency key before; nothing was stored. */
    record SubmittedBefore(RecognitionJob job) implements JobInsertion {}

    /**
     * The owner has too many jobs that have not ended; nothing was stored.
     *
     * @param open how many open jobs the owner has
     * @param limit how many are allowed
     */
    record TooManyOpen(int open, int limit) implements JobInsertion {}
}
