package io.github.klibras.core.job;

import io.github.klibras.core.TransactionAware;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Store of jobs, and arbiter between workers.
 *
 * <p>Thread-safe, even across processes where the store is shared. Callers pass the time, so that all parts of a host
 * use the same clock; a worker whose clock is off may take over a lease too early, but the fencing token keeps the
 * previous worker from ending a job that it no longer holds. Instants are kept to the microsecond. Any method may throw
 * a {@link io.github.klibras.core.StoreException}.
 */
public interface JobStore extends TransactionAware {

    /** Limit for {@link #insert} that allows any number of open jobs. */
    int UNLIMITED = Integer.MAX_VALUE;

    /** The error of a cancelled job. */
    String CANCELLED = "Cancelled by its owner";

    /**
     * Stores a job as {@link JobStatus#QUEUED}.
     *
     * <p>A missing owner is reported first, then an idempotency key that was used before, then a limit that is reached,
     * then an id that is taken. Concurrent calls for one owner never store more jobs than the limit allows, and a call
     * that races with the deletion of the account leaves no job behind.
     *
     * @param job the job
     * @param openLimit how many open jobs the owner may have, including this one; positive
     */
    JobInsertion insert(NewJob job, int openLimit);

    /** Returns a job as its owner may see it, or empty if there is none of that id. */
    Optional<RecognitionJob> find(JobId id);

    /** Returns those of the given jobs that exist, in no particular order; any number may be given. */
    List<RecognitionJob> findAll(Collection<JobId> ids);

    /**
     * Takes a job that is queued, or whose worker's lease has run out, and counts an attempt.
     *
     * @param id the job
     * @param now the current time
     * @param leaseUntil until when the caller holds the job; after {@code now}
     */
    ClaimResult claim(JobId id, Instant now, Instant leaseUntil);

    /**
     * Extends the lease of a claim, and records how far the work has come.
     *
     * @param claim the worker's claim
     * @param leaseUntil until when the worker holds the job
     * @param progress the progress to record; {@code null} leaves the recorded progress unchanged
     * @return {@code false} if the claimant no longer holds the job
     */
    boolean renew(Claim claim, Instant leaseUntil, @Nullable JobProgress progress);

    /**
     * Gives a claimed job back to the queue for another attempt.
     *
     * @return {@code false} if the claimant no longer holds the job; nothing was changed then
     */
    boolean release(Claim claim);

    /**
     * Ends a claimed job and, if the outcome says so, pays its owner: both or neither.
     *
     * <p>A caller that got no answer may repeat the call: if the job was ended by this very claim and outcome, nothing
     * is stored or paid again, and the answer is the same but for later changes: the total of a granted award is the
     * current one, and the reason why an award was not granted is derived from the current catalog.
     *
     * @param claim the worker's claim
     * @param outcome what to store
     * @param now the current time
     * @throws io.github.klibras.core.UnstorableException if the outcome can never be stored, for example because the
     *     owner's points would grow beyond an {@code int}; the worker still holds the job then
     */
    FinishResult finish(Claim claim, JobOutcome outcome, Instant now);

    /**
     * Ends a job that is queued, for example because its message could not be sent.
     *
     * @param id the job
     * @param status how it ends: {@link JobStatus#FAILED} or {@link JobStatus#EXPIRED}
     * @param error why, in words for the owner; truncated to {@value JobOutcome#MAX_ERROR} characters
     * @param now the current time
     * @param key a random number chosen by the caller, for repeating the call if there is no answer
     * @return whether the job ended, by this call or by an earlier one under this key; {@code false} if there is no
     *     such job or it is not queued, and nothing was changed then
     */
    boolean endQueued(JobId id, JobStatus status, String error, Instant now, long key);

    /**
     * Ends a job of this owner as {@link JobStatus#CANCELLED}, even while a worker is processing it.
     *
     * @param id the job
     * @param userId the owner
     * @param now the current time
     * @param key a random number chosen by the caller, for repeating the call if there is no answer: a job cancelled
     *     earlier under this key is reported as cancelled by this call
     */
    Cancellation cancel(JobId id, long userId, Instant now, long key);

    /** Returns whether a job has been ended by {@link #endQueued} or {@link #cancel} under this key. */
    boolean wasEndedBy(JobId id, long key);

    /**
     * Returns jobs of an owner, the newest first; among equally old ones the lowest id first.
     *
     * @param userId the owner
     * @param limit how many, positive
     * @param offset how many to skip, not negative
     */
    List<RecognitionJob> history(long userId, int limit, int offset);

    /**
     * Returns jobs of an owner that follow a place in the order of {@link #history}, whether or not there is a job at
     * that place.
     *
     * @param userId the owner
     * @param createdAt the time of the place
     * @param id the id of the place
     * @param limit how many, positive
     */
    List<RecognitionJob> historyAfter(long userId, Instant createdAt, JobId id, int limit);

    /** Returns how many jobs an owner has. */
    long count(long userId);

    /**
     * Records that the queue has confirmed the message of a job.
     *
     * @return {@code false} if there is no such job
     */
    boolean markPublished(JobId id);

    /**
     * Takes jobs to send again, the oldest first: those stored by {@link #insert}, queued, never claimed, and whose
     * message was never confirmed. They are not given to other callers for a while. Jobs that a Python API has inserted
     * into a shared table are not among them.
     *
     * @param createdBefore only older ones, since a message may still be on its way; jobs passed to {@link #holdBack}
     *     are taken once their time has come, whatever their age
     * @param now the current time
     * @param heldUntil until when they are not given to other callers; after {@code now}
     * @param limit how many, positive
     */
    List<RecognitionJob> takeUnpublished(Instant createdBefore, Instant now, Instant heldUntil, int limit);

    /**
     * Sets the time from which {@link #takeUnpublished} may return jobs. Jobs that do not exist are ignored.
     *
     * @param ids the jobs
     * @param until the time; in the past for immediately
     */
    void holdBack(Collection<JobId> ids, Instant until);

    /**
     * Returns jobs whose worker has let its lease run out to the status {@link JobStatus#QUEUED}. They can be claimed
     * without this; but if their message is lost too, only a queued job can expire.
     *
     * @param leaseBefore only those whose lease ran out before this time
     * @param limit how many, positive
     * @return how many were given back
     */
    int releaseAbandoned(Instant leaseBefore, int limit);

    /**
     * Returns jobs that are queued, the oldest first.
     *
     * @param createdBefore only older ones
     * @param offset how many to skip, not negative
     * @param limit how many, positive
     */
    List<JobId> findQueued(Instant createdBefore, int offset, int limit);

    /**
     * Returns jobs that ended long ago, the oldest first. The cost grows with the number of jobs found, not with the
     * number of ended jobs.
     *
     * @param endedBefore only those that ended before this time
     * @param offset how many to skip, not negative
     * @param limit how many, positive
     */
    List<JobId> findEnded(Instant endedBefore, int offset, int limit);

    /**
     * Deletes jobs, whatever their state. The claim of a worker that is processing one becomes void.
     *
     * @return how many were deleted
     */
    int delete(Collection<JobId> ids);
}
