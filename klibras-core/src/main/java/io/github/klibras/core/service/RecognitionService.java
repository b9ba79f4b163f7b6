package io.github.klibras.core.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.job.internal.JobEndings;
import io.github.klibras.core.job.internal.Settler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.core.waiting.JobWaiter;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The entry point for learners: submit a video, query or await its result, list past jobs.
 *
 * <p>Thread-safe. Jobs are visible to their owner only: for anybody else they do not exist.
 *
 * <p>If the stores take part in the caller's transaction, messages are sent, listeners notified and videos deleted
 * after its commit, and never if it is rolled back. So a job that was submitted in a transaction cannot be awaited in
 * it. If the stores cannot observe the commit, an {@link OutboxRelay} sends the message, and listeners are not
 * notified.
 */
public final class RecognitionService {

    /** Greatest number of jobs that one call of the history returns. */
    public static final int MAX_HISTORY = 100;

    private static final Logger LOG = System.getLogger(RecognitionService.class.getName());
    private static final String NOT_QUEUED = "The video could not be queued";

    private final CatalogStore catalog;
    private final JobStore jobs;
    private final JobQueue queue;
    private final JobWaiter waiter;
    private final @Nullable VideoStore videos;
    private final int openLimit;
    private final Executor executor;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final JobListener listener;
    private final JobEndings endings;

    private RecognitionService(Builder builder) {
        this.catalog = builder.catalog;
        this.jobs = builder.jobs;
        this.queue = builder.queue;
        this.waiter = builder.waiter;
        this.videos = builder.videos;
        this.openLimit = builder.openLimit;
        this.executor = builder.executor;
        this.clock = builder.clock;
        this.ticker = builder.ticker;
        this.random = builder.random;
        this.listener = builder.listener;
        this.endings = new JobEndings(jobs, this::deleteVideo, listener::ended, AwardListener.NONE, random);
        Settler.settle(endings, waiter.scheduler(), waiter.executor());
    }

    private void deleteVideo(JobId id) {
        if (videos != null) {
            videos.delete(id);
        }
        queue.forget(id);
    }

    /**
     * Returns a builder. The service closes none of what it is given.
     *
     * @param catalog where signs are looked up
     * @param jobs where jobs are kept; of the same family of stores
     * @param queue takes the videos to the workers
     * @param waiter waits for results
     */
    public static Builder builder(CatalogStore catalog, JobStore jobs, JobQueue queue, JobWaiter waiter) {
        return new Builder(catalog, jobs, queue, waiter);
    }

    /**
     * Submits a video of a sign.
     *
     * <p>The job is stored before its message is sent, so that no worker meets a message without a job.
     *
     * @param userId who made the video
     * @param expectedAction the video key of the sign that it should show
     * @param video the recording
     * @return completes when the queue has answered or timed out, or at once within a transaction; exceptionally if
     *     the queue did not take the message and the store did not say what has become of the job
     * @throws InvalidInputException if the expected action is empty or too long
     * @throws IllegalStateException in a transaction whose commit the stores cannot observe, if videos are not kept
     */
    public CompletableFuture<Submission> submit(long userId, String expectedAction, Video video) {
        return submit(userId, expectedAction, video, null);
    }

    /**
     * Submits a video of a sign, once for each idempotency key.
     *
     * @param userId who made the video
     * @param expectedAction the video key of the sign that it should show
     * @param video the recording
     * @param idempotencyKey the user's own name for this submission; {@code null} for none
     * @return completes when the queue has answered or timed out, or at once within a transaction; exceptionally if
     *     the queue did not take the message and the store did not say what has become of the job
     * @throws InvalidInputException if the expected action or the key is empty or too long
     * @throws IllegalStateException in a transaction whose commit the stores cannot observe, if videos are not kept
     */
    public CompletableFuture<Submission> submit(
            long userId, String expectedAction, Video video, @Nullable String idempotencyKey) {
        NewJob job = new NewJob(JobId.random(random), userId, expectedAction, null, clock.instant(), idempotencyKey);
        Optional<Sign> sign = catalog.findSignByVideoKey(expectedAction);
        if (sign.isEmpty()) {
            return CompletableFuture.completedFuture(new Submission.UnknownSign(expectedAction));
        }
        JobMessage message = new JobMessage(job.id(), userId, expectedAction, video);
        Optional<TooLarge> tooLarge = queue.tooLarge(message);
        if (tooLarge.isPresent()) {
            return CompletableFuture.completedFuture(refused(tooLarge.get()));
        }
        JobInsertion insertion = store(job.ofSign(sign.get().id()), video);
        if (!(insertion instanceof JobInsertion.Inserted)) {
            endings.deleteVideo(job.id());
            return CompletableFuture.completedFuture(refused(insertion));
        }
        return jobs.awaitsCommit() ? CompletableFuture.completedFuture(sendAfterCommit(message)) : send(message);
    }

    private CompletableFuture<Submission> send(JobMessage message) {
        JobId id = message.jobId();
        Listeners.notify(listener, l -> l.submitted(id, message.userId()));
        long started = ticker.nanoTime();
        return publish(message)
                .thenApplyAsync(
                        outcome -> published(id, outcome, Duration.ofNanos(ticker.nanoTime() - started)), executor);
    }

    /** Waiting for the queue here would keep the caller from committing. */
    private Submission sendAfterCommit(JobMessage message) {
        JobId id = message.jobId();
        if (!jobs.afterCommit(() -> sendUnwatched(message))) {
            if (videos == null) {
                jobs.delete(List.of(id));
                throw new IllegalStateException(
                        "Nobody would send the message of job " + id + ": its stores do not hear"
                                + " of the commit of this transaction, and no videos are kept from which a relay could send it");
            }
            jobs.holdBack(List.of(id), clock.instant());
        }
        return new Submission.Accepted(id);
    }

    /** Nobody waits for the result. An ending that could not be stored is settled later, as usual. */
    private void sendUnwatched(JobMessage message) {
        if (isRolledBack(message.jobId())) {
            return;
        }
        CompletableFuture<Submission> unused = send(message).whenComplete((submission, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "What the queue said of job " + message.jobId() + " is not stored", failure);
            }
        });
    }

    /** The caller may have rolled back to a savepoint. If that is unknown, the message is sent: workers drop it if it has no job. */
    private boolean isRolledBack(JobId id) {
        try {
            return jobs.find(id).isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    /** The video first: a job without one could not be sent again. */
    private JobInsertion store(NewJob job, Video video) {
        try {
            if (videos != null) {
                videos.put(job.id(), video);
            }
            return jobs.insert(job, openLimit);
        } catch (RuntimeException e) {
            // Nobody else knows of the video yet. If the job was stored after all, the relay will fail it.
            endings.deleteVideo(job.id());
            throw e;
        }
    }

    /** A queue that throws has not taken the message either. */
    private CompletableFuture<PublishOutcome> publish(JobMessage message) {
        try {
            return queue.publish(message).exceptionally(RecognitionService::unavailable);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(unavailable(e));
        }
    }

    private static PublishOutcome unavailable(Throwable failure) {
        LOG.log(Level.WARNING, "Publishing a job failed", failure);
        return new PublishOutcome.Unavailable(
                "The queue failed: " + failure.getClass().getSimpleName());
    }

    private static Submission refused(TooLarge tooLarge) {
        return new Submission.TooLarge(tooLarge.size(), tooLarge.limit());
    }

    private static Submission refused(JobInsertion insertion) {
        if (insertion instanceof JobInsertion.SubmittedBefore before) {
            return new Submission.SubmittedBefore(before.job());
        }
        if (insertion instanceof JobInsertion.NoSuchUser unknown) {
            return new Submission.NoSuchUser(unknown.userId());
        }
        if (insertion instanceof JobInsertion.TooManyOpen tooMany) {
            return new Submission.TooManyOpen(tooMany.open(), tooMany.limit());
        }
        throw new IllegalStateException("Two jobs were given the same random id; the random generator is broken");
    }

    private Submission published(JobId id, PublishOutcome outcome, Duration elapsed) {
        Listeners.notify(listener, l -> l.published(id, outcome, elapsed));
        if (outcome instanceof Confirmed) {
            note(id, () -> jobs.markPublished(id, clock.instant()));
            return new Submission.Accepted(id);
        }
        boolean tooLarge = outcome instanceof TooLarge;
        if (videos != null && !tooLarge) {
            sendLater(id, outcome);
            return new Submission.Accepted(id);
        }
        String error = tooLarge ? JobEndings.TOO_LARGE : NOT_QUEUED;
        if (!endings.endQueued(id, JobStatus.FAILED, error, clock.instant())) {
            // The message has arrived although nobody confirmed it: a worker was faster than this answer.
            return new Submission.Accepted(id);
        }
        return tooLarge ? refused((TooLarge) outcome) : new Submission.NotQueued(id, outcome);
    }

    /** Lets the relay resend a refused message at once; others may still be on their way and wait for its delay. */
    private void sendLater(JobId id, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Unavailable || outcome instanceof PublishOutcome.Unroutable) {
            note(id, () -> jobs.holdBack(List.of(id), clock.instant()));
        }
    }

    /** A hint for the relay; if it cannot be stored, the message is merely sent again. */
    private static void note(JobId id, Runnable note) {
        try {
            note.run();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "What the queue said of job " + id + " could not be stored", e);
        }
    }

    /** Returns a job as it stands; empty also if it is another user's. */
    public Optional<RecognitionJob> find(JobId id, long userId) {
        return jobs.find(id).filter(job -> job.userId() == userId);
    }

    /**
     * Waits until a job has ended.
     *
     * @param id the job
     * @param userId the owner
     * @param timeout how long to wait at most, not negative
     * @return completes with the job when it has ended, or as it stands when the time is up; with empty at once if the
     *     user has no such job. Cancel it to stop waiting.
     */
    public CompletableFuture<Optional<RecognitionJob>> await(JobId id, long userId, Duration timeout) {
        return waiter.await(id, userId, timeout);
    }

    /**
     * Withdraws a job. If it has not ended, it ends now, and is neither recognized nor paid.
     *
     * @throws StoreException if it is unknown whether the job was cancelled; if it was, listeners will be notified
     */
    public Cancellation cancel(JobId id, long userId) {
        return endings.cancel(id, userId, clock.instant());
    }

    /**
     * Returns a user's jobs, the newest first.
     *
     * @param userId the owner
     * @param limit how many, 1 to {@value #MAX_HISTORY}
     * @param offset how many to pass over, not negative
     * @throws InvalidInputException if a number is out of range
     */
    public JobHistory history(long userId, int limit, int offset) {
        Numbers.inRange("limit of the history", limit, 1, MAX_HISTORY);
        Numbers.inRange("offset of the history", offset, 0, Integer.MAX_VALUE);
        return new JobHistory(jobs.history(userId, limit, offset), jobs.count(userId));
    }

    /**
     * Returns a user's newest jobs as a page.
     *
     * @param userId the owner
     * @param limit how many, 1 to {@value #MAX_HISTORY}
     * @throws InvalidInputException if the limit is out of range
     */
    public JobHistoryPage firstHistoryPage(long userId, int limit) {
        Numbers.inRange("limit of the history", limit, 1, MAX_HISTORY);
        return page(jobs.history(userId, limit + 1, 0), limit);
    }

    /**
     * Returns the page after another one.
     *
     * @param userId the owner
     * @param cursor from {@link JobHistoryPage#nextCursor()}
     * @param limit how many, 1 to {@value #MAX_HISTORY}
     * @throws InvalidInputException if the limit is out of range, or the cursor is not from a history
     */
    public JobHistoryPage nextHistoryPage(long userId, String cursor, int limit) {
        Numbers.inRange("limit of the history", limit, 1, MAX_HISTORY);
        HistoryCursor place = HistoryCursor.read(cursor);
        return page(jobs.historyAfter(userId, place.createdAt(), place.id(), limit + 1), limit);
    }

    private static JobHistoryPage page(List<RecognitionJob> found, int limit) {
        if (found.size() <= limit) {
            return new JobHistoryPage(found, Optional.empty());
        }
        RecognitionJob last = found.get(limit - 1);
        return new JobHistoryPage(
                found.subList(0, limit), Optional.of(new HistoryCursor(last.createdAt(), last.id()).write()));
    }

    /** Settings of a service. */
    public static final class Builder {

        private final CatalogStore catalog;
        private final JobStore jobs;
        private final JobQueue queue;
        private final JobWaiter waiter;
        private @Nullable VideoStore videos;
        private int openLimit = JobStore.UNLIMITED;
        private Executor executor = Runnable::run;
        private InstantSource clock = InstantSource.system();
        private Ticker ticker = Ticker.system();
        private RandomGenerator random = new SecureRandom();
        private JobListener listener = JobListener.NONE;

        private Builder(CatalogStore catalog, JobStore jobs, JobQueue queue, JobWaiter waiter) {
            this.catalog = catalog;
            this.jobs = jobs;
            this.queue = queue;
            this.waiter = waiter;
        }

        /**
         * Keeps each video until its job has ended, so that an {@link OutboxRelay} can send again what the queue did
         * not confirm; a submission is then accepted even if the queue is unavailable. Default: videos are not kept,
         * and such a job fails.
         */
        public Builder videos(VideoStore videos) {
            this.videos = videos;
            return this;
        }

        /** How many jobs a user may have that have not ended, positive. Default: any number. */
        public Builder openLimit(int openLimit) {
            this.openLimit = Numbers.inRange("limit of open jobs", openLimit, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Where the queue's answers are stored, which may block. Default: the thread on which the queue answers; give
         * an executor if that is the thread of a broker's connection.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** The clock for submission times. Default: the system clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Measures how long publishing takes. Default: {@link Ticker#system()}. */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * Gives the job ids; must be thread-safe. Default: a {@link SecureRandom}; give another one only where ids may
         * be guessed.
         */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /** Listener for job events; none by default. */
        public Builder listener(JobListener listener) {
            this.listener = listener;
            return this;
        }

        public RecognitionService build() {
            return new RecognitionService(this);
        }
    }
}
