package io.github.klibras.core.job;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where jobs are kept, and the referee between workers.
 *
 * <p>Thread-safe, across processes too where the store is shared. Callers pass the time, so that all of a host's clocks
 * are one; a worker whose clock is off may take over a lease too early, but the fencing token keeps it from ending a job
 * that is no longer its own. Instants are kept to the microsecond.
 */
public interface JobStore {

    /**
     * Stores a job as {@link JobStatus#QUEUED}.
     *
     * @return {@code false} if there is a job of this id; nothing was stored then
     */
    boolean insert(NewJob job);

    Optional<RecognitionJob> find(JobId id);

    /** Returns those of the jobs that exist, in no particular order, in one statement. */
    List<RecognitionJob> findAll(Collection<JobId> ids);

    /**
     * Takes a job that is queued, or whose worker's lease has run out, and counts an attempt.
     *
     * @param id the job
     * @param now the current time
     * @param leaseUntil until when the job is the caller's; after {@code now}
     */
    ClaimResult claim(JobId id, Instant now, Instant leaseUntil);

    /**
     * Extends the lease of a claim.
     *
     * @return {@code false} if the job is no longer the claimant's
     */
    boolean renew(Claim claim, Instant leaseUntil);

    /**
     * Gives a claimed job back to the queue for another attempt.
     *
     * @return {@code false} if the job is no longer the claimant's; nothing was changed then
     */
    boolean release(Claim claim);

    /**
     * Ends a claimed job and, if the outcome says so, pays its owner: both or neither.
     *
     * @param claim the worker's claim
     * @param outcome what to store
     * @param now the current time
     */
    FinishResult finish(Claim claim, JobOutcome outcome, Instant now);

    /**
     * Fails a job that no worker holds, for example because its message could not be sent.
     *
     * @param id the job
     * @param error why, in words for the owner; cut to {@value JobOutcome#MAX_ERROR} characters
     * @param now the current time
     * @return {@code false} if there is no such job or it is not queued; nothing was changed then
     */
    boolean failQueued(JobId id, String error, Instant now);
}
