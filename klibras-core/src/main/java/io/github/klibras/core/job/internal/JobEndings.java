package io.github.klibras.core.job.internal;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.UnstorableException;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Cancellation.Cancelled;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.progress.AwardListener;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The single path by which jobs end: the store decides, then the listeners are notified, then the video is deleted;
 * within a caller's transaction, the latter two happen after its commit. Failures after the store has decided reach
 * neither the caller nor the listeners; the reaper deletes leftover videos.
 *
 * <p>A store may end a job but fail to say so, because the connection broke during the commit. Each ending carries a
 * key that identifies it when the store is asked again, so that only the process that ended a job announces it. Endings
 * that are still unknown after several attempts are kept, and resolved later by {@link #settle()}.
 *
 * <p>Thread-safe.
 */
public final class JobEndings {

    /** The error of a job whose message is larger than the queue accepts. */
    public static final String TOO_LARGE = "The video is too large to be queued";

    private static final Logger LOG = System.getLogger(JobEndings.class.getName());

    /** Enough to get past broken connections in the pool. */
    private static final int ATTEMPTS = 3;

    /** Far more than one outage leaves; bounds the memory taken by an endless one. */
    private static final int MAX_UNSETTLED = 10_000;

    private final JobStore jobs;
    private final Consumer<JobId> videoDeleter;
    private final Consumer<JobEnd> onEnd;
    private final AwardListener awards;
    private final RandomGenerator random;
    private final ConcurrentLinkedQueue<Runnable> unsettled = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unsettledCount = new AtomicInteger();
    private volatile Runnable whenUnsettled = () -> {};

    /**
     * Creates the endings of one service.
     *
     * @param jobs the store, which decides
     * @param videoDeleter deletes the video of a job, wherever it is kept
     * @param onEnd notified of ends; must not throw
     * @param awards notified of awards, before the end of their job is announced
     * @param random generates the keys of endings; thread-safe
     */
    public JobEndings(
            JobStore jobs,
            Consumer<JobId> videoDeleter,
            Consumer<JobEnd> onEnd,
            AwardListener awards,
            RandomGenerator random) {
        this.jobs = jobs;
        this.videoDeleter = videoDeleter;
        this.onEnd = onEnd;
        this.awards = awards;
        this.random = random;
    }

    /**
     * Stores the outcome of a claimed job. If that fails, the job is released for another attempt.
     *
     * @param elapsed how long the attempt has taken, evaluated when the outcome is stored
     * @return the result; empty if the job was released
     * @throws UnstorableException if the store can never hold the outcome
     * @throws StoreException if the result is unknown
     */
    public Optional<FinishResult> finish(Claim claim, JobOutcome outcome, Instant now, Supplier<Duration> elapsed) {
        Supplier<FinishResult> question = () -> jobs.finish(claim, outcome, now);
        Consumer<FinishResult> announcement = result -> {
            if (result instanceof Finished finished) {
                Duration duration = elapsed.get();
                jobs.afterCommit(() -> announce(claim, outcome, finished, duration));
            }
        };
        try {
            return Optional.of(ask(question, announcement));
        } catch (UnstorableException e) {
            throw e;
        } catch (StoreException e) {
            if (released(claim)) {
                LOG.log(
                        Level.WARNING,
                        "The outcome of job " + claim.jobId() + " could not be stored; it is released",
                        e);
                return Optional.empty();
            }
            askLater(question, announcement);
            throw e;
        }
    }

    private void announce(Claim claim, JobOutcome outcome, Finished finished, Duration elapsed) {
        int points = 0;
        if (finished.award().orElse(null) instanceof Granted granted) {
            points = granted.points();
            Listeners.notify(awards, l -> l.awarded(claim.userId(), granted));
        }
        announce(
                outcome instanceof JobOutcome.Completed completed
                        ? new JobEnd(
                                claim.jobId(),
                                JobStatus.COMPLETED,
                                points,
                                elapsed,
                                completed.result().model())
                        : new JobEnd(claim.jobId(), JobStatus.FAILED, points, elapsed, null));
    }

    private boolean released(Claim claim) {
        try {
            return jobs.release(claim);
        } catch (StoreException e) {
            return false;
        }
    }

    /**
     * Ends a job that is queued.
     *
     * @return {@code false} if there is no such job or it is not queued
     * @throws StoreException if the result is unknown
     */
    public boolean endQueued(JobId id, JobStatus status, String error, Instant now) {
        return end(id, status, key -> jobs.endQueued(id, status, error, now, key), ended -> ended);
    }

    /**
     * Cancels a job of this owner.
     *
     * @throws StoreException if the result is unknown
     */
    public Cancellation cancel(JobId id, long userId, Instant now) {
        return end(
                id,
                JobStatus.CANCELLED,
                key -> jobs.cancel(id, userId, now, key),
                cancellation -> cancellation instanceof Cancelled);
    }

    private <R> R end(JobId id, JobStatus status, Function<Long, R> question, Function<R, Boolean> isEnd) {
        long key = random.nextLong();
        JobEnd end = new JobEnd(id, status);
        try {
            return ask(() -> question.apply(key), answer -> {
                if (isEnd.apply(answer)) {
                    announceWithCommit(end, key);
                }
            });
        } catch (StoreException e) {
            // The end is only looked up later, not repeated: for the caller, the call has failed.
            askLater(() -> jobs.wasEndedBy(id, key), ended -> announceIf(ended, end));
            throw e;
        }
    }

    /** Announces the end after the commit, unless a rollback to a savepoint undid it: the job then needs its video. */
    private void announceWithCommit(JobEnd end, long key) {
        if (!jobs.awaitsCommit()) {
            announce(end);
            return;
        }
        Supplier<Boolean> question = () -> jobs.wasEndedBy(end.id(), key);
        jobs.afterCommit(() -> {
            try {
                ask(question, ended -> announceIf(ended, end));
            } catch (StoreException e) {
                askLater(question, ended -> announceIf(ended, end));
            }
        });
    }

    private void announceIf(boolean ended, JobEnd end) {
        if (ended) {
            announce(end);
        }
    }

    /**
     * Asks the store, several times if need be, but only once within a caller's transaction: along with the statement,
     * the database may have rolled back the whole transaction, as InnoDB and H2 do after a deadlock, and the repeated
     * statement would be all that is committed.
     */
    private <R> R ask(Supplier<R> question, Consumer<R> announcement) {
        for (int attempt = 1; ; attempt++) {
            try {
                R answer = question.get();
                announcement.accept(answer);
                return answer;
            } catch (UnstorableException e) {
                throw e;
            } catch (StoreException e) {
                if (attempt == ATTEMPTS || jobs.awaitsCommit()) {
                    throw e;
                }
                LOG.log(Level.WARNING, "The end of a job could not be stored; trying again", e);
            }
        }
    }

    private <R> void askLater(Supplier<R> question, Consumer<R> announcement) {
        if (jobs.awaitsCommit()) {
            // A statement that fails within a transaction has no effect, so there is nothing to settle.
            return;
        }
        if (unsettledCount.get() < MAX_UNSETTLED) {
            keep(() -> announcement.accept(question.get()));
            whenUnsettled.run();
        } else {
            LOG.log(Level.WARNING, "Too many ends of jobs are unknown; one of them will not be announced");
        }
    }

    /** Sets a hook that is called when an end is unknown, to have {@link #settle()} called after a while. */
    public void whenUnsettled(Runnable hook) {
        whenUnsettled = hook;
    }

    private void keep(Runnable question) {
        unsettled.add(question);
        unsettledCount.incrementAndGet();
    }

    /**
     * Resolves endings to which the store gave no answer, and announces those that happened. Stops early if the store
     * still does not answer.
     *
     * @return whether all are settled
     */
    public boolean settle() {
        int failuresInARow = 0;
        for (int left = unsettledCount.get(); left > 0 && failuresInARow < ATTEMPTS; left--) {
            Runnable question = unsettled.poll();
            if (question == null) {
                break;
            }
            unsettledCount.decrementAndGet();
            failuresInARow = isSettled(question) ? 0 : failuresInARow + 1;
        }
        return unsettledCount.get() == 0;
    }

    /** Asks a question; if unsettled, it goes to the end of the queue, so as not to hold up the others. */
    private boolean isSettled(Runnable question) {
        boolean settled = false;
        try {
            question.run();
            settled = true;
        } catch (UnstorableException e) {
            LOG.log(Level.WARNING, "The outcome of a job can never be stored", e);
            settled = true;
        } catch (StoreException e) {
            LOG.log(Level.DEBUG, "The store still does not say how a job ended", e);
        } finally {
            if (!settled) {
                keep(question);
            }
        }
        return settled;
    }

    private void announce(JobEnd end) {
        onEnd.accept(end);
        deleteVideo(end.id());
    }

    /** Deletes the video of a job that has ended or was never stored. */
    public void deleteVideo(JobId id) {
        try {
            videoDeleter.accept(id);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The video of job " + id + " could not be deleted", e);
        }
    }
}
