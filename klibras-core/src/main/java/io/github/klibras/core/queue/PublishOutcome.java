package io.github.klibras.core.queue;

import java.time.Duration;

/** Outcome of publishing a message. Only {@link Confirmed} means that it will be delivered. */
public sealed interface PublishOutcome {

    /** The queue has taken responsibility for the message. */
    record Confirmed() implements PublishOutcome {}

    /** There is no queue to take the message. */
    record Unroutable(String reason) implements PublishOutcome {}

    /**
     * The message is larger than the queue accepts; it will not be delivered.
     *
     * @param size the size of the message, in bytes
     * @param limit the greatest size, in bytes
     */
    record TooLarge(long size, long limit) implements PublishOutcome {

        /** Returns a description of the problem, and what can be done about it. */
        public String reason() {
            return "The message has " + size + " bytes, and the queue takes at most " + limit
                    + ": send a shorter video, or a message that refers to a video in a store, or let the queue take more";
        }
    }

    /** The queue did not answer in time. The message may or may not be delivered. */
    record TimedOut(Duration timeout) implements PublishOutcome {}

    /** The queue cannot be reached, is full, or refuses messages. */
    record Unavailable(String reason) implements PublishOutcome {}
}
