package io.github.klibras.jdbi;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Jitter;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * How often, and after which pauses, to try again what the database has rolled back. Thread-safe.
 *
 * @param attempts how often at most, the first one included
 * @param pauses after which attempt to wait how long
 * @param sleeper waits
 */
record Retries(int attempts, Backoff pauses, Sleeper sleeper) {

    /** Waits; for tests, which do not. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** Those who have run into each other would do so again if they came back together, hence the jitter. */
    static Retries defaults() {
        RandomGenerator chance = () -> ThreadLocalRandom.current().nextLong();
        Backoff pauses = new ExponentialBackoff(Duration.ofMillis(4), 2, Duration.ofMillis(250));
        return new Retries(12, pauses.withJitter(Jitter.FULL, chance), pause -> Thread.sleep(pause.toMillis()));
    }

    /** Waits after an attempt; says whether to go on. */
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
