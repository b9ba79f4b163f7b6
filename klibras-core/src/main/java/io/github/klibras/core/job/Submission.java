package io.github.klibras.core.job;

/** What came of submitting a video. */
public sealed interface Submission {

    /** The job is stored and its message is with the queue. */
    record Accepted(JobId jobId) implements Submission {}

    /** No sign has this video key; nothing was stored. */
    record UnknownSign(String expectedAction) implements Submission {}

    /**
     * The queue did not take the message. The job has failed for good: should the message arrive after all, no worker
     * takes it.
     */
    record NotQueued(JobId jobId, PublishOutcome outcome) implements Submission {}
}
