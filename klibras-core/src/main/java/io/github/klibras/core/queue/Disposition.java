package io.github.klibras.core.queue;

import io.github.klibras.core.InvalidInputException;

import java.time.Duration;
import java.util.Objects;

/** What the queue is to do with a delivered message. */
public sealed interface Disposition {

    /** The message has been handled; the queue may forget it. */
    record Done() implements Disposition {}

    /**
     * The message is to be delivered again.
     *
     * @param delay the least time until then; not negative
     */
    record RetryAfter(Duration delay) implements Disposition {

        public RetryAfter {
            if (delay.isNegative()) {
                throw new InvalidInputException("A message cannot be delivered again after " + delay);
            }
        }
    }

    /**
     * The message cannot be handled; it is put aside for people to look at.
     *
     * @param reason why
     */
    record Park(String reason) implements Disposition {

        public Park {
            Objects.requireNonNull(reason, "the reason for parking");
        }
    }
}
