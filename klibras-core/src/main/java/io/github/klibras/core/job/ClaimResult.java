package io.github.klibras.core.job;

import java.time.Instant;

/** Outcome of a worker's attempt to take a job. */
public sealed interface ClaimResult {

    /** The job belongs to the worker until the lease runs out. */
    record Claimed(Claim claim) implements ClaimResult {}

    /** There is no such job (yet: a Python API publishes before it inserts). */
    record NoSuchJob(JobId jobId) implements ClaimResult {}

    /** The job has already ended; nothing is left to do. */
    record AlreadyEnded(JobId jobId, JobStatus status) implements ClaimResult {}

    /**
     * Another worker holds the job.
     *
     * @param jobId the job
     * @param until when that worker's lease runs out unless renewed; may be now, if the job has just been given back
     */
    record LeasedElsewhere(JobId jobId, Instant until) implements ClaimResult {}
}
