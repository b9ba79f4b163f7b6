package io.github.klibras.core.leaderboard;

/** Ranks of learners with equal points. Under every policy they are listed by id. */
public enum TiePolicy {
    /** Equal points, equal rank, and the next rank counts everyone ahead: 1, 1, 3. */
    COMPETITION,
    /** Equal points, equal rank, and no rank is skipped: 1, 1, 2. */
    DENSE,
    /** Every learner has a rank of their own; among equal points the lowest id comes first: 1, 2, 3. */
    ORDINAL
}
