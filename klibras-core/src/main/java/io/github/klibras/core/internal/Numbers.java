package io.github.klibras.core.internal;

import io.github.klibras.core.InvalidInputException;

/** Checks of numbers that callers give. */
public final class Numbers {

    private Numbers() {}

    /**
     * Returns the number if it lies in the range, both ends included.
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
}
