package io.github.klibras.core.leaderboard;

/**
 * A learner as shown on the leaderboard, before ranks are assigned.
 *
 * @param userId the learner
 * @param username the learner's name
 * @param points the learner's points
 * @param signs how many signs the learner knows
 */
public record LeaderboardRow(long userId, String username, int points, int signs) {}
