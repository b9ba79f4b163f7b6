package io.github.klibras.core.leaderboard;

import io.github.klibras.core.InvalidInputException;

import java.util.List;

/**
 * A learner with those directly ahead and behind, and where the first of these rows stands: all at one moment.
 *
 * @param rows consecutive rows in the order of the leaderboard, the learner's among them; not empty
 * @param ahead how many learners have more points than the first row
 * @param pointsAhead how many distinct numbers of points there are above the first row's
 * @param tiedBefore how many have as many points as the first row and a lower id
 */
public record Neighborhood(List<LeaderboardRow> rows, long ahead, long pointsAhead, long tiedBefore) {

    /** Copies the rows; throws {@link InvalidInputException} if there are none. */
    public Neighborhood {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new InvalidInputException("A neighborhood has at least the learner's own row");
        }
    }
}
