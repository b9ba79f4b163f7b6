package io.github.klibras.core.leaderboard;

import java.util.List;

/**
 * Reads learners in the order of the leaderboard: points descending, then id ascending.
 *
 * <p>Thread-safe. A page is one statement whose cost does not grow with the number of learners.
 */
public interface LeaderboardStore {

    /**
     * Returns the first learners.
     *
     * @param limit how many, positive
     */
    List<LeaderboardRow> top(int limit);

    /**
     * Returns the learners that follow a place in the order, whether or not somebody still holds it.
     *
     * @param points the points of the place
     * @param userId the id of the place
     * @param limit how many, positive
     */
    List<LeaderboardRow> after(int points, long userId, int limit);
}
