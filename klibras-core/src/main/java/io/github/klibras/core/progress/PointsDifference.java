package io.github.klibras.core.progress;

/**
 * A learner whose points are not what they should be.
 *
 * @param userId the learner
 * @param stored the points that the learner has
 * @param earned the sum of the points of the signs that the learner knows
 */
public record PointsDifference(long userId, int stored, int earned) {}
