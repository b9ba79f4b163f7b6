package io.github.klibras.core.job;

/** What came of submitting a video. */
public sealed interface Submission {

    /** The job is stored, and its message is with the queue or will be sent to it. */
    record Accepted(JobId jobId) implements Submission {}

    /** The user has submitted this before, under the same idempotency key; this is what has become of it. */
    record SubmittedBefore(RecognitionJob job) implements Submission {}

    /** There is no such user, perhaps no longer; nothing was stored. */
    record NoSuchUser(long userId) implements Submission {}

    /** No sign has this video key; nothing was stored. */
    record UnknownSign(String expectedAction) implements Submission {}

    /**
     * The user has too many jobs that have not ended; nothing was stored.
     *
     * @param open how many
     * @param limit how many are allowed
     */
    record TooManyOpen(int open, int limit) implements Submission {}

    /**
     * The queue did not take the message. The job has failed for good: should the message arrive after all, no worker
     * takes it.
     */
    record NotQueued(JobId jobId, PublishOutcome outcome) implements Submission {}
}
