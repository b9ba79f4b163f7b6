package io.github.klibras.core.service;

import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.PublishOutcome;

import java.time.Duration;
import java.util.List;

/**
 * Listener for job events, for metrics and logs. Events carry ids, states and durations, never a video or a password.
 *
 * <p>Methods are called on the thread that causes the event, and must be fast and thread-safe. Anything they throw is
 * logged and has no other effect. Events in the caller's transaction are reported after its commit, if the stores can
 * observe it, and never if it is rolled back.
 */
public interface JobListener {

    /** Does nothing. */
    JobListener NONE = new JobListener() {};

    /** Returns a listener that notifies all of these, in order, even if one of them throws. */
    static JobListener all(JobListener... listeners) {
        return new JobListeners(List.of(listeners));
    }

    /** A job was stored; its message is about to be sent. */
    default void submitted(JobId id, long userId) {}

    /**
     * The message of a job was published, or could not be.
     *
     * @param id the job
     * @param outcome the outcome of publishing
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
     * An attempt failed for a temporary reason, and there will be another one.
     *
     * @param id the job
     * @param attempt the number of the failed attempt
     * @param delay how long until the next one
     */
    default void retried(JobId id, int attempt, Duration delay) {}

    /**
     * A message was dropped because its job does not exist: the account was deleted, or the message was published
     * without storing a job. No job has ended by this.
     *
     * @param id the job that the message names
     * @param reason why it was dropped
     */
    default void messageDropped(JobId id, String reason) {}

    /** A job has ended, and its outcome and award are stored. Called once per job, in the process that ended it. */
    default void ended(JobEnd end) {}
}
