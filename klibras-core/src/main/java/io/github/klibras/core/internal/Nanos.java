package io.github.klibras.core.internal;

import java.time.Duration;

/** Durations as nanoseconds, for arithmetic on the readings of a ticker. */
public final class Nanos {

    /** About 146 years: adding it to the reading of a ticker does not overflow into the past. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Nanos() {}

    /** Returns the nanoseconds of a duration; of one that is too long for any purpose, those of {@link #LONGEST}. */
    public static long of(Duration duration) {
        return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
    }
}
