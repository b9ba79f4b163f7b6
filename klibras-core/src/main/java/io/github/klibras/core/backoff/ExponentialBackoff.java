package io.github.klibras.core.backoff;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * A delay that grows by a factor with each attempt, up to a cap: {@code min(cap, initial × multiplier^(attempt - 1))}.
 *
 * @param initial the delay after the first attempt, positive
 * @param multiplier the factor, at least 1
 * @param cap the longest delay, at least {@code initial}
 */
public record ExponentialBackoff(Duration initial, double multiplier, Duration cap) implements Backoff {

    public ExponentialBackoff {
        Numbers.positive("initial delay", initial);
        if (!(multiplier >= 1 && multiplier < Double.POSITIVE_INFINITY)) {
            throw new InvalidInputException("The multiplier is " + multiplier + "; it must be a number from 1 up");
        }
        if (cap.compareTo(initial) < 0) {
            throw new InvalidInputException("The cap " + cap + " is below the initial delay " + initial);
        }
    }

    /** Returns the backoff of the Python service's performance document: 0.1 s, ×1.5, at most 2 s. */
    public static ExponentialBackoff defaults() {
        return new ExponentialBackoff(Duration.ofMillis(100), 1.5, Duration.ofSeconds(2));
    }

    @Override
    public Duration delay(int attempt) {
        if (attempt < 1) {
            throw new InvalidInputException("Attempts count from 1, but this is number " + attempt);
        }
        double nanos = nanos(initial) * Math.pow(multiplier, attempt - 1);
        return nanos < nanos(cap) ? Duration.ofNanos(Math.round(nanos)) : cap;
    }

    /** Returns a double, so that no number of attempts and no duration overflows. */
    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
