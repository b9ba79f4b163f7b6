package io.github.klibras.core.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.job.internal.JobEndings;
import io.github.klibras.core.job.internal.Settler;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.waiting.JobWaiter;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The entry point for learners: submit a video, query or await its result, list past jobs.
 *
 * <p>Thread-safe. Jobs are visible only to their owner; for anyone else they do not exist.
 *
 * <p>If the stores take part in the caller's transaction, messages are sent, listeners notified and videos deleted
 * after its commit, and never if it is rolled back. So a job submitted in a transaction cannot be awaited in it. If the
 * stores cannot observe the commit, an {@link OutboxRelay} sends the message, and listeners are not notified.
 */
public final class RecognitionService {

    /** Greatest number of jobs that one call for the history returns. */
    public static final int MAX_HISTORY = 100;

    private final JobStore jobs;
    private final JobQueue queue;
    private final JobWaiter waiter;
    private final @Nullable VideoStore videos;
    private final InstantSource clock;
    private final JobEndings endings;
    private final Submitter submitter;

    private RecognitionService(Builder builder) {
        this.jobs = builder.jobs;
        this.queue = builder.queue;
        this.waiter = builder.waiter;
        this.videos = builder.videos;
        this.clock = builder.clock;
        this.endings = new JobEndings(
                jobs,
                this::deleteVideo,
                Listeners.notifying(builder.listener, JobListener::ended),
                AwardListener.NONE,
                builder.random);
        this.submitter = new Submitter(builder, endings);
        Settler.settle(endings, waiter.scheduler(), waiter.executor());
    }

    private void deleteVideo(JobId id) {
        if (videos != null) {
            videos.delete(id);
        }
        queue.forget(id);
    }

    /**
     * Returns a builder. The service closes none of its arguments.
     *
     * @param catalog where signs are looked up
     * @param jobs where jobs are kept; from the same family of stores
     * @param queue carries the videos to the workers
     * @param waiter waits for results
     */
    public static Builder builder(CatalogStore catalog, JobStore jobs, JobQueue queue, JobWaiter waiter) {
        return new Builder(catalog, jobs, queue, waiter);
    }

    /**
     * Submits a video of a sign.
     *
     * <p>The calling thread looks up the sign and stores the video and the job, which blocks; it also passes the
     * message to the queue, which does not block. The job is stored before its message is sent, so that no worker gets
     * a message without a job.
     *
     * @param userId the user who made the video
     * @param expectedAction the video key of the sign that it should show
     * @param video the recording
     * @return completes when the queue has answered or timed out, or at once within a transaction; exceptionally if the
     *     queue did not accept the message and it is unknown whether the job could be ended
     * @throws InvalidInputException if the expected action is empty or too long
     * @throws IllegalStateException in a transaction whose commit the stores cannot observe, if videos are not kept
     */
    public CompletableFuture<Submission> submit(long userId, String expectedAction, Video video) {
        return submit(userId, expectedAction, video, null);
    }

    /**
     * Submits a video of a sign, once for each idempotency key.
     *
     * @param userId the user who made the video
     * @param expectedAction the video key of the sign that it should show
     * @param video the recording
     * @param idempotencyKey the user's own name for this submission; {@code null} for none
     * @return completes when the queue has answered or timed out, or at once within a transaction; exceptionally if the
     *     queue did not accept the message and it is unknown whether the job could be ended
     * @throws InvalidInputException if the expected action or the key is empty or too long
     * @throws IllegalStateException in a transaction whose commit the stores cannot observe, if videos are not kept
     */
    public CompletableFuture<Submission> submit(
            long userId, String expectedAction, Video video, @Nullable String idempotencyKey) {
        return submitter.submit(userId, expectedAction, video, idempotencyKey);
    }

    /** Returns a job as it is now; empty also if it belongs to another user. */
    public Optional<RecognitionJob> find(JobId id, long userId) {
        return jobs.find(id).filter(job -> job.userId() == userId);
    }

    /**
     * Waits until a job has ended.
     *
     * @param id the job
     * @param userId the owner
     * @param timeout how long to wait at most, not negative
     * @return completes with the job when it has ended, or as it is when the time is up; with empty at once if the user
     *     has no such job. Cancel it to stop waiting.
     */
    public CompletableFuture<Optional<RecognitionJob>> await(JobId id, long userId, Duration timeout) {
        return waiter.await(id, userId, timeout);
    }

    /**
     * Cancels a job. If it has not ended, it ends now, even while a worker processes it, and earns no points.
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
     * @param offset how many to skip, not negative
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
        return JobHistoryPage.of(jobs.history(userId, limit + 1, 0), limit);
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
        return JobHistoryPage.of(jobs.historyAfter(userId, place.createdAt(), place.id(), limit + 1), limit);
    }

    /** Builder of a {@link RecognitionService}. Not thread-safe. */
    public static final class Builder {

        final CatalogStore catalog;
        final JobStore jobs;
        final JobQueue queue;
        private final JobWaiter waiter;

        @Nullable
        VideoStore videos;

        int openLimit = JobStore.UNLIMITED;
        Executor executor = Runnable::run;
        InstantSource clock = InstantSource.system();
        Ticker ticker = Ticker.system();
        RandomGenerator random = new SecureRandom();
        JobListener listener = JobListener.NONE;

        private Builder(CatalogStore catalog, JobStore jobs, JobQueue queue, JobWaiter waiter) {
            this.catalog = catalog;
            this.jobs = jobs;
            this.queue = queue;
            this.waiter = waiter;
        }

        /**
         * Keeps each video until its job has ended, so that an {@link OutboxRelay} can resend messages that the queue
         * did not confirm; a submission is then accepted even if the queue is unavailable. Default: videos are not
         * kept, and such a job fails.
         */
        public Builder videos(VideoStore videos) {
            this.videos = videos;
            return this;
        }

        /**
         * Sets how many open jobs a user may have, positive. Default: any number.
         *
         * @throws InvalidInputException if it is not positive
         */
        public Builder openLimit(int openLimit) {
            this.openLimit = Numbers.inRange("limit of open jobs", openLimit, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Sets where the queue's answers are stored, which may block. Default: the thread on which the queue answers;
         * set an executor if that is the thread of a broker's connection.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** Sets the clock for submission times. Default: the system clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Sets the ticker that measures how long publishing takes. Default: {@link Ticker#system()}. */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * Sets the generator of job ids; must be thread-safe. Default: a {@link SecureRandom}; use another one only
         * where ids may be guessable.
         */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /** Sets the listener for job events; none by default. */
        public Builder listener(JobListener listener) {
            this.listener = listener;
            return this;
        }

        public RecognitionService build() {
            return new RecognitionService(this);
        }
    }
}
