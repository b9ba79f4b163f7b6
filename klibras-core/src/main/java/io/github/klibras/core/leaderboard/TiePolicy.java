package io.github.klibras.core.leaderboard;

/** Which rank learners with equal points get. Whatever the policy, they are listed by id. */
public enum TiePolicy {
    /** Equal points, equal rank, and the next one counts everybody before it: 1, 1, 3. */
    COMPETITION,
    /** Equal points, equal rank, and no rank is left out: 1, 1, 2. */
    DENSE,
    /** Every learner has a rank of their own; of equal ones the lowest id comes first: 1, 2, 3. */
    ORDINAL
}
