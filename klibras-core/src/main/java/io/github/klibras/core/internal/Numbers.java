package io.github.klibras.core.internal;

import io.github.klibras.core.InvalidInputException;

import java.time.Duration;

/** Checks of numbers and durations from callers. */
public final class Numbers {

    private Numbers() {}

    /**
     * Returns the number if it lies within the range, both ends included.
     *
     * @throws InvalidInputException otherwise
     */
    public static int inRange(String field, int number, int min, int max) {
        if (number < min || number > max) {
            throw new InvalidInputException(
                    "The " + field + " is " + number + "; it must lie between " + min + " and " + max);
        }
        return number;
    }

    /**
     * Returns the number if it is at least 1.
     *
     * @throws InvalidInputException otherwise
     */
    public static long positive(String field, long number) {
        if (number < 1) {
            throw new InvalidInputException("The " + field + " is " + number + "; it must be positive");
        }
        return number;
    }

    /**
     * Returns the duration if it is longer than zero.
     *
     * @throws InvalidInputException otherwise
     */
    public static Duration positive(String field, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new InvalidInputException("The " + field + " is " + duration + "; it must be positive");
        }
        return duration;
    }
}
