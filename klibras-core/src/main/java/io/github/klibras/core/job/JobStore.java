package io.github.klibras.core.job;

import io.github.klibras.core.TransactionAware;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where jobs are kept, and the referee between workers.
 *
 * <p>Thread-safe, across processes too where the store is shared. Callers pass the time, so that all of a host's
 * clocks are one; a worker whose clock is off may take over a lease too early, but the fencing token keeps it from
 * ending a job that is no longer its own. Instants are kept to the microsecond. Any method may throw a {@link
 * io.github.klibras.core.StoreException}.
 */
public interface JobStore extends TransactionAware {

    /** For {@link #insert}: any number of open jobs. */
    int UNLIMITED = Integer.MAX_VALUE;

    /** The error of a cancelled job. */
    String CANCELLED = "Cancelled by its owner";

    /**
     * Stores a job as {@link JobStatus#QUEUED}.
     *
     * <p>An owner who does not exist is reported first, then an idempotency key that was used before, then a limit
     * that is reached, then an id that is taken. Of several concurrent calls for one owner, no more are stored than
     * the limit allows; and whatever races with the deletion of an account, no job is left behind.
     *
     * @param job the job
     * @param openLimit how many jobs the owner may have that have not ended, with this one; positive
     */
    JobInsertion insert(NewJob job, int openLimit);

    Optional<RecognitionJob> find(JobId id);

    /** Returns those of any number of jobs that exist, in no particular order. */
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
     * Extends the lease of a claim, and keeps how far the work has come.
     *
     * @param claim the worker's claim
     * @param leaseUntil until when the job is the worker's
     * @param progress what to keep; {@code null} leaves what was kept before
     * @return {@code false} if the job is no longer the claimant's
     */
    boolean renew(Claim claim, Instant leaseUntil, @Nullable JobProgress progress);

    /**
     * Gives a claimed job back to the queue for another attempt.
     *
     * @return {@code false} if the job is no longer the claimant's; nothing was changed then
     */
    boolean release(Claim claim);

    /**
     * Ends a claimed job and, if the outcome says so, pays its owner: both or neither.
     *
     * <p>Whoever is not answered may ask again: if the job ended by this very claim and outcome, nothing is stored or
     * paid again, and the answer is the same, except for what has changed since: the total of a granted award is that
     * of now, and why an award was not granted is seen from the catalogue of now.
     *
     * @param claim the worker's claim
     * @param outcome what to store
     * @param now the current time
     * @throws io.github.klibras.core.UnstorableException if the outcome can never be stored, for example because the
     *     owner's points would grow beyond an {@code int}; the job is still the worker's then
     */
    FinishResult finish(Claim claim, JobOutcome outcome, Instant now);

    /**
     * Ends a job that is queued, for example because its message could not be sent.
     *
     * @param id the job
     * @param status how it ends: {@link JobStatus#FAILED} or {@link JobStatus#EXPIRED}
     * @param error why, in words for the owner; cut to {@value JobOutcome#MAX_ERROR} characters
     * @param now the current time
     * @param key a random number of the caller's, to ask again under if there is no answer
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
     * @param key a random number of the caller's, to ask again under if there is no answer: a job that was cancelled
     *     under this key counts as cancelled now
     */
    Cancellation cancel(JobId id, long userId, Instant now, long key);

    /** Says whether a job has been ended by {@link #endQueued} or {@link #cancel} under this key. */
    boolean wasEndedBy(JobId id, long key);

    /**
     * Returns jobs of an owner, the newest first; of equally old ones the lowest id first.
     *
     * @param userId the owner
     * @param limit how many, positive
     * @param offset how many to pass over, not negative
     */
    List<RecognitionJob> history(long userId, int limit, int offset);

    /**
     * Returns jobs of an owner that follow a place in the order of {@link #history}, whether or not a job is there.
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
     * Notes that the queue has confirmed the message of a job.
     *
     * @return {@code false} if there is no such job
     */
    boolean markPublished(JobId id);

    /**
     * Takes jobs that were stored by {@link #insert}, are queued, were never claimed, and whose message was never
     * confirmed, to send them again: the oldest first. Nobody else is given them for a while. Jobs that a Python API
     * has inserted into a shared table are not among them.
     *
     * @param createdBefore only older ones, since a message may still be on its way; jobs given to {@link #holdBack}
     *     are taken once their time has come, whatever their age
     * @param now the current time
     * @param heldUntil until when they are not given to anybody else; after {@code now}
     * @param limit how many, positive
     */
    List<RecognitionJob> takeUnpublished(Instant createdBefore, Instant now, Instant heldUntil, int limit);

    /**
     * Sets from when on {@link #takeUnpublished} may give out jobs. Jobs that do not exist are passed over.
     *
     * @param ids the jobs
     * @param until from when on; in the past for at once
     */
    void holdBack(Collection<JobId> ids, Instant until);

    /**
     * Gives jobs back to the queue whose worker has let its lease run out. They could be claimed without it; but if
     * their message is lost too, only a queued job can expire.
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
     * @param offset how many to pass over, not negative
     * @param limit how many, positive
     */
    List<JobId> findQueued(Instant createdBefore, int offset, int limit);

    /**
     * Returns jobs that ended long ago, the oldest first. What it costs grows with what is found, not with how many
     * jobs have ended.
     *
     * @param endedBefore only those that ended before this time
     * @param offset how many to pass over, not negative
     * @param limit how many, positive
     */
    List<JobId> findEnded(Instant endedBefore, int offset, int limit);

    /**
     * Deletes jobs, whatever their state. The claim of a worker that is processing one becomes void.
     *
     * @return how many there were
     */
    int delete(Collection<JobId> ids);
}
