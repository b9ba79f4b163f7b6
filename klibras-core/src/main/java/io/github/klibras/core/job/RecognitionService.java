package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.PublishOutcome.Confirmed;
import io.github.klibras.core.landmark.Video;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * What a back end offers to learners: hand in a video, ask or wait for the result.
 *
 * <p>Thread-safe.
 */
public final class RecognitionService {

    private final CatalogStore catalog;
    private final JobStore jobs;
    private final JobQueue queue;
    private final JobWaiter waiter;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * Makes the service.
     *
     * @param catalog where signs are looked up
     * @param jobs where jobs are kept; of the same family of stores
     * @param queue takes the videos to the workers
     * @param waiter waits for results; stays the caller's to close
     * @param clock gives the time of submission
     * @param random gives the job ids; use a {@link java.security.SecureRandom} unless they may be guessed
     */
    public RecognitionService(
            CatalogStore catalog,
            JobStore jobs,
            JobQueue queue,
            JobWaiter waiter,
            InstantSource clock,
            RandomGenerator random) {
        this.catalog = catalog;
        this.jobs = jobs;
        this.queue = queue;
        this.waiter = waiter;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Submits a video of a sign.
     *
     * <p>The job is stored before its message is sent, so that no worker meets a message without a job.
     *
     * @param userId who made the video
     * @param expectedAction the video key of the sign that it should show
     * @param video the recording
     * @return completes when the queue has answered or given up; exceptionally only if storing the job fails
     * @throws InvalidInputException if the expected action is empty or too long
     */
    public CompletableFuture<Submission> submit(long userId, String expectedAction, Video video) {
        NewJob job = new NewJob(JobId.random(random), userId, expectedAction, clock.instant());
        if (catalog.findSignByVideoKey(expectedAction).isEmpty()) {
            return CompletableFuture.completedFuture(new Submission.UnknownSign(expectedAction));
        }
        jobs.insert(job);
        return queue.publish(new JobMessage(job.id(), userId, expectedAction, video))
                .thenApply(outcome -> submission(job.id(), outcome));
    }

    private Submission submission(JobId id, PublishOutcome outcome) {
        if (outcome instanceof Confirmed) {
            return new Submission.Accepted(id);
        }
        jobs.failQueued(id, "The video could not be queued", clock.instant());
        return new Submission.NotQueued(id, outcome);
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
}
