package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;

import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Id of a recognition job. Ours are random UUIDs; other programs may write jobs with any short id into the same table,
 * and one of those must not keep the rest from being read.
 *
 * @param value at most {@value #MAX_LENGTH} characters (code points), without lone surrogates; {@link JobStore#insert}
 *     never stores one with NUL, but in MariaDB and H2 a row written by another program can contain it
 */
public record JobId(String value) {

    /** Greatest number of characters; the width of the column. */
    public static final int MAX_LENGTH = 36;

    /** Checks the id; throws {@link InvalidInputException} if no database could hold it. */
    public JobId {
        int length = value.codePointCount(0, value.length());
        if (length > MAX_LENGTH) {
            throw new InvalidInputException(
                    "A job id has at most " + MAX_LENGTH + " characters, but this one has " + length);
        }
        if (!Text.isStorable(value.replace("\0", ""))) {
            throw new InvalidInputException("A job id must not contain lone surrogates, but this one does");
        }
    }

    /**
     * Generates a new id, a version 4 UUID.
     *
     * @param random use a {@link java.security.SecureRandom} where ids must not be guessable
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
