package io.github.klibras.core.leaderboard;

import io.github.klibras.core.InvalidInputException;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Writes the state of a ranking as a short text and reads it back. The text is opaque to callers but not secret; at
 * worst, a forged one gives another page with wrong ranks.
 */
final class LeaderboardCursor {

    private static final byte VERSION = 1;
    private static final int BYTES = 2 + Integer.BYTES + 4 * Long.BYTES;

    private LeaderboardCursor() {}

    static String write(Ranking state, Audience audience) {
        byte[] bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put(code(audience))
                .putInt(state.points())
                .putLong(state.userId())
                .putLong(state.position())
                .putLong(state.competition())
                .putLong(state.dense())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Ranking read(String cursor, Audience audience) {
        ByteBuffer bytes = ByteBuffer.wrap(decode(cursor));
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw malformed();
        }
        if (bytes.get() != code(audience)) {
            throw new InvalidInputException("The cursor was given out by a leaderboard of another audience");
        }
        Ranking state = new Ranking(bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        boolean possible = state.dense() > 0
                && state.dense() <= state.competition()
                && state.competition() <= state.position()
                && state.position() < Long.MAX_VALUE / 2;
        if (!possible) {
            throw malformed();
        }
        return state;
    }

    private static byte code(Audience audience) {
        return switch (audience) {
            case EVERYBODY -> 0;
            case LEARNERS -> 1;
        };
    }

    private static byte[] decode(String cursor) {
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static InvalidInputException malformed() {
        return new InvalidInputException("This is not a cursor of the leaderboard");
    }
}
