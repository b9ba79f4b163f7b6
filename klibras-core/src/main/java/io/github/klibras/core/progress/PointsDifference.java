package io.github.klibras.core.progress;

/**
 * A learner whose stored points differ from the points earned.
 *
 * @param userId the learner
 * @param stored the points that the learner has
 * @param earned the sum of the points of the signs that the learner knows
 */
public record PointsDifference(long userId, int stored, int earned) {}
