package io.github.klibras.core.leaderboard;

/**
 * Where a learner stands among all others of an audience.
 *
 * @param row the learner
 * @param ahead how many have more points
 * @param pointsAhead how many distinct numbers of points there are above the learner's
 * @param tiedBefore how many have equal points and a lower id
 * @param tiedAfter how many have equal points and a higher id
 * @param behind how many have fewer points
 */
public record Standing(
        LeaderboardRow row, long ahead, long pointsAhead, long tiedBefore, long tiedAfter, long behind) {}
