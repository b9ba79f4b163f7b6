package io.github.klibras.core.queue;

import io.github.klibras.core.InvalidInputException;

import java.time.Duration;
import java.util.Objects;

/** What the queue does with a delivered message. */
public sealed interface Disposition {

    /** It has been dealt with; the queue may forget it. */
    record Done() implements Disposition {}

    /**
     * It is to be delivered again.
     *
     * @param delay not before that time has passed; not negative
     */
    record RetryAfter(Duration delay) implements Disposition {

        public RetryAfter {
            if (delay.isNegative()) {
                throw new InvalidInputException("A message cannot be delivered again after " + delay);
            }
        }
    }

    /**
     * It cannot be dealt with; it is kept aside for somebody to look at.
     *
     * @param reason why
     */
    record Park(String reason) implements Disposition {

        public Park {
            Objects.requireNonNull(reason, "the reason for parking");
        }
    }
}
