package io.github.klibras.core.job;

/** What came of storing a new job. */
public sealed interface JobInsertion {

    /** The job is stored as {@link JobStatus#QUEUED}. */
    record Inserted(JobId jobId) implements JobInsertion {}

    /** There is no such user, perhaps no longer; nothing was stored. */
    record NoSuchUser(long userId) implements JobInsertion {}

    /** There is a job of this id; nothing was stored. */
    record IdTaken(JobId jobId) implements JobInsertion {}

    /** The owner has submitted a job with this idempotency key before; nothing was stored. */
    record SubmittedBefore(RecognitionJob job) implements JobInsertion {}

    /**
     * The owner has too many jobs that have not ended; nothing was stored.
     *
     * @param open how many
     * @param limit how many are allowed
     */
    record TooManyOpen(int open, int limit) implements JobInsertion {}
}
