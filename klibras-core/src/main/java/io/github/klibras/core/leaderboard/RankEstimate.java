package io.github.klibras.core.leaderboard;

import java.time.Duration;

/**
 * Where a number of points would have stood when all learners were counted last.
 *
 * @param rank 1 for the top; learners with equal points share one
 * @param learners how many were counted
 * @param percentile how many per cent of the others had fewer points, 0 to 100, as {@link Leaderboard#percentile}
 *     counts it; 100 if there was nobody else
 * @param age how long ago that was
 */
public record RankEstimate(long rank, long learners, double percentile, Duration age) {}
