package io.github.klibras.core.internal;

import java.time.Duration;

/** Durations as nanoseconds, for arithmetic on the readings of a ticker. */
public final class Nanos {

    /** About 146 years: short enough to be added to the reading of a ticker without overflowing into the past. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** Returns the nanoseconds of a duration, capped at {@link #LONGEST}. */
    public static long of(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
    }
}
