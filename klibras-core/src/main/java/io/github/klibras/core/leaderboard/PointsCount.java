package io.github.klibras.core.leaderboard;

/**
 * How many learners have the same number of points.
 *
 * @param points the number of points
 * @param learners how many have it; positive
 */
public record PointsCount(int points, long learners) {}
