package io.github.klibras.core.service;

import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.PublishOutcome;

import java.time.Duration;
import java.util.List;

/**
 * Is notified of what happens to jobs, for metrics and logs. Events carry ids, states and durations, never a video or
 * a password.
 *
 * <p>Methods are called on the thread on which things happen, and must be fast and thread-safe. What they throw is
 * logged and has no other effect. Events in the caller's transaction are reported after its commit, if the stores can
 * observe it, and never if it is rolled back.
 */
public interface JobListener {

    /** Does nothing. */
    JobListener NONE = new JobListener() {};

    /** Returns a listener that notifies all of these, in order; what one throws does not keep it from the others. */
    static JobListener all(JobListener... listeners) {
        return new JobListeners(List.of(listeners));
    }

    /** A job was stored; its message is about to be sent. */
    default void submitted(JobId id, long userId) {}

    /**
     * The queue has answered, or has not.
     *
     * @param id the job
     * @param outcome what came of it
     * @param elapsed how long it took
     */
    default void published(JobId id, PublishOutcome outcome, Duration elapsed) {}

    /**
     * A worker has begun an attempt.
     *
     * @param id the job
     * @param attempt 1 for the first
     */
    default void started(JobId id, int attempt) {}

    /**
     * An attempt failed for a passing reason, and there will be another one.
     *
     * @param id the job
     * @param attempt which one failed
     * @param delay how long until the next one
     */
    default void retried(JobId id, int attempt, Duration delay) {}

    /**
     * A message was dropped without a job having ended by it, since there is no such job: the account was deleted, or
     * somebody published a message without storing a job.
     *
     * @param id the job that the message names
     * @param reason why it was dropped
     */
    default void messageDropped(JobId id, String reason) {}

    /** A job has ended, and its outcome and award are stored. Called once for each job, by whoever ended it. */
    default void ended(JobEnd end) {}
}
