package io.github.klibras.core.leaderboard;

import java.time.Duration;

/**
 * Where a learner with a given number of points would have stood when all learners were last counted.
 *
 * @param rank 1 for the top; learners with equal points share one
 * @param learners how many were counted
 * @param percentile the percentage of the others who had fewer points, 0 to 100, as in {@link Leaderboard#percentile};
 *     100 if there were no others
 * @param age how long ago the learners were counted
 */
public record RankEstimate(long rank, long learners, double percentile, Duration age) {}
