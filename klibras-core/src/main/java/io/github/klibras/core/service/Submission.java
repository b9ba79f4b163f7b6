package io.github.klibras.core.service;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.queue.PublishOutcome;

/** Outcome of submitting a video. */
public sealed interface Submission {

    /** The job is stored, and its message is in the queue or will be sent to it. */
    record Accepted(JobId jobId) implements Submission {}

    /** The user has already submitted this under the same idempotency key, as the given job. */
    record SubmittedBefore(RecognitionJob job) implements Submission {}

    /** There is no such user, or no longer; nothing was stored. */
    record NoSuchUser(long userId) implements Submission {}

    /** No sign has this video key; nothing was stored. */
    record UnknownSign(String expectedAction) implements Submission {}

    /**
     * The user has too many jobs that have not ended; nothing was stored.
     *
     * @param open how many open jobs the user has
     * @param limit how many are allowed
     */
    record TooManyOpen(int open, int limit) implements Submission {}

    /**
     * The video is too large for the queue. Nothing was stored; or, if only the broker found out, the job has failed.
     *
     * @param size the size of the message, in bytes
     * @param limit the greatest size, in bytes
     */
    record TooLarge(long size, long limit) implements Submission {}

    /**
     * The queue is unavailable or did not accept the message, but may accept another one later. The job has failed
     * permanently: should the message arrive after all, no worker will take the job.
     *
     * @param jobId the job
     * @param outcome the queue's answer
     */
    record NotQueued(JobId jobId, PublishOutcome outcome) implements Submission {}
}
