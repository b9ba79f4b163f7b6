package io.github.klibras.core.backoff;

import io.github.klibras.core.InvalidInputException;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after an attempt, as a function of its number. Thread-safe. */
@FunctionalInterface
public interface Backoff {

    /**
     * Returns the time to wait after an attempt that did not succeed.
     *
     * @param attempt the number of the attempt, 1 for the first
     * @return never negative
     * @throws InvalidInputException if the attempt is not positive
     */
    Duration delay(int attempt);

    /**
     * Spreads the delays at random, so that callers that failed together do not retry together.
     *
     * @param jitter how widely to spread them
     * @param random the random generator; seed it to repeat a run; it must be thread-safe if this backoff is shared
     * @return a backoff that never waits longer than this one
     */
    default Backoff withJitter(Jitter jitter, RandomGenerator random) {
        return attempt -> jitter.apply(delay(attempt), random);
    }

    /** Returns a backoff that always waits the same time. */
    static Backoff fixed(Duration delay) {
        if (delay.isNegative()) {
            throw new InvalidInputException("The delay is negative: " + delay);
        }
        return attempt -> delay;
    }
}
