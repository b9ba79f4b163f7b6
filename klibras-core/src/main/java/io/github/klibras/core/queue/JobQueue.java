package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes messages for workers. This is the port that broker adapters implement. Thread-safe. */
public interface JobQueue {

    /**
     * Sends a message.
     *
     * @return completes with the outcome, in bounded time; never exceptionally for a reason of the queue's
     */
    CompletableFuture<PublishOutcome> publish(JobMessage message);

    /**
     * Says whether a message is larger than the queue will ever accept, as far as that is known without sending it, so
     * that nothing need be stored for it. Fast: the message is not written for it.
     */
    default Optional<TooLarge> tooLarge(JobMessage message) {
        return Optional.empty();
    }

    /**
     * Deletes what publishing has put elsewhere than into the queue, since the job has ended. Most queues put nothing
     * elsewhere.
     */
    default void forget(JobId id) {}
}
