package io.github.klibras.core.leaderboard;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Port that reads learners in the order of the leaderboard: points descending, then id ascending. Any number of points
 * is ranked, even a negative one that another program has written.
 *
 * <p>Thread-safe. A page is one statement whose cost does not grow with the number of learners. Any method may throw a
 * {@link io.github.klibras.core.StoreException}.
 */
public interface LeaderboardStore {

    /**
     * Returns the first learners.
     *
     * @param audience who takes part
     * @param limit how many, positive
     */
    List<LeaderboardRow> top(Audience audience, int limit);

    /**
     * Returns the learners that follow a place in the order, whether or not a learner still holds it.
     *
     * @param audience who takes part
     * @param points the points of the place
     * @param userId the id of the place
     * @param limit how many, positive
     */
    List<LeaderboardRow> after(Audience audience, int points, long userId, int limit);

    /**
     * Returns a learner with those directly ahead and behind, and counts where the first of them stands. The result is
     * a snapshot: a learner who moves meanwhile is seen in one place, and ranks are consistent. That holds within any
     * transaction at READ COMMITTED or above; READ UNCOMMITTED guarantees nothing. The cost grows with the number of
     * learners ahead.
     *
     * @param audience who takes part
     * @param userId the learner
     * @param neighbors how many on each side, not negative
     * @return empty if the learner does not take part
     */
    Optional<Neighborhood> around(Audience audience, long userId, int neighbors);

    /**
     * Counts exactly where learners stand, at one moment for all of them, in one statement. The cost grows with the
     * number of all learners.
     *
     * @param audience who takes part
     * @param userIds the learners
     * @return a standing for each of them who takes part, in no particular order
     */
    List<Standing> standings(Audience audience, Collection<Long> userIds);

    /**
     * Counts how many learners have each number of points, in one statement. The cost grows with the number of all
     * learners; {@link CachedRanks} calls this only once in a while.
     *
     * @param audience who takes part
     * @return each number of points that any learner has, the greatest first
     */
    List<PointsCount> histogram(Audience audience);
}
