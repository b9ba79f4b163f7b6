package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Port that takes messages for workers; broker adapters implement it. Thread-safe. */
public interface JobQueue {

    /**
     * Sends a message.
     *
     * @return completes with the outcome, in bounded time; a failure of the queue is an outcome, not an exception
     */
    CompletableFuture<PublishOutcome> publish(JobMessage message);

    /**
     * Returns whether a message is larger than the queue will ever accept, as far as that is known without sending it,
     * so that nothing need be stored for it. Fast: does not encode the message.
     */
    default Optional<TooLarge> tooLarge(JobMessage message) {
        return Optional.empty();
    }

    /**
     * Deletes anything that publishing stored outside the queue, since the job has ended. Most queues store nothing.
     */
    default void forget(JobId id) {}
}
