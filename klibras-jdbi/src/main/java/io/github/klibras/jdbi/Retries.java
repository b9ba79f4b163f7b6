package io.github.klibras.jdbi;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Jitter;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * How often, and after which pauses, to retry what the database has rolled back. Thread-safe.
 *
 * @param attempts maximum number of attempts, including the first
 * @param pauses how long to wait after each attempt
 * @param sleeper waits
 */
record Retries(int attempts, Backoff pauses, Sleeper sleeper) {

    /** Waits; replaced in tests, which do not wait. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /**
     * Returns the defaults, with jitter: transactions that have collided would do so again if they were
     * retried together.
     */
    static Retries defaults() {
        RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
        Backoff pauses = new ExponentialBackoff(Duration.ofMillis(4), 2, Duration.ofMillis(250));
        return new Retries(12, pauses.withJitter(Jitter.FULL, random), pause -> Thread.sleep(pause.toMillis()));
    }

    /** Waits after an attempt; returns whether to go on. */
    boolean pause(int attempt) {
        if (attempt >= attempts) {
            return false;
        }
        try {
            sleeper.sleep(pauses.delay(attempt));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
