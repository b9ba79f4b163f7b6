package io.github.klibras.core.backoff;

import io.github.klibras.core.internal.Nanos;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How widely a delay is spread at random. Jitter only shortens delays, so that a cap stays a cap. */
public enum Jitter {
    /** The delay itself, without jitter. */
    NONE,
    /** Anything from zero to the delay. */
    FULL,
    /** Anything from half the delay to the delay. */
    EQUAL;

    Duration apply(Duration delay, RandomGenerator random) {
        if (this == NONE || delay.isZero()) {
            return delay;
        }
        long most = Nanos.of(delay);
        long least = this == FULL ? 0 : most - most / 2;
        return Duration.ofNanos(least == most ? most : random.nextLong(least, most) + 1);
    }
}
