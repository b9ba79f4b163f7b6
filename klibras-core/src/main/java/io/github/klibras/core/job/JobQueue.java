package io.github.klibras.core.job;

import java.util.concurrent.CompletableFuture;

/** Takes messages for workers. This is the port that broker adapters implement. Thread-safe. */
public interface JobQueue {

    /**
     * Sends a message.
     *
     * @return completes with the outcome, in bounded time; never exceptionally for a reason of the queue's
     */
    CompletableFuture<PublishOutcome> publish(JobMessage message);
}
