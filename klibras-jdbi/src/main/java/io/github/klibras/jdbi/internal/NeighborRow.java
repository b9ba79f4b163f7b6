package io.github.klibras.jdbi.internal;

import io.github.klibras.core.leaderboard.LeaderboardRow;

/**
 * A line of a neighborhood, with the counts of its first line.
 *
 * @param row the line
 * @param ahead how many have more points than the first line
 * @param pointsAhead how many different numbers of points there are above the first line's
 * @param tiedBefore how many have as many points as the first line and a lower id
 */
record NeighborRow(LeaderboardRow row, long ahead, long pointsAhead, long tiedBefore) {}
