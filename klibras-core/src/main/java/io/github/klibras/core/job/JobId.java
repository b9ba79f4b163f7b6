package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Names a recognition job. Ours are random UUIDs; others may write jobs with any short name into the same table.
 *
 * @param value 1 to {@value #MAX_LENGTH} printable ASCII characters
 */
public record JobId(String value) {

    /** Greatest number of characters; the width of the column. */
    public static final int MAX_LENGTH = 36;

    /** Checks the name; throws {@link InvalidInputException} if it is empty, too long or not printable ASCII. */
    public JobId {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new InvalidInputException(
                    "A job id has 1 to " + MAX_LENGTH + " characters, but this one has " + value.length());
        }
        if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new InvalidInputException("A job id consists of printable ASCII characters, but this one does not");
        }
    }

    /**
     * Makes a new id, a version 4 UUID.
     *
     * @param random give a {@link java.security.SecureRandom} where ids must not be guessed
     */
    public static JobId random(RandomGenerator random) {
        long high = (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new JobId(new UUID(high, low).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
