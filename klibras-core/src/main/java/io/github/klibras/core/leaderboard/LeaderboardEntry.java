package io.github.klibras.core.leaderboard;

/**
 * A line of the leaderboard.
 *
 * @param rank 1 for the first
 * @param userId the learner
 * @param username the learner's name
 * @param points the learner's points
 * @param signs how many signs the learner knows
 */
public record LeaderboardEntry(long rank, long userId, String username, int points, int signs) {}
