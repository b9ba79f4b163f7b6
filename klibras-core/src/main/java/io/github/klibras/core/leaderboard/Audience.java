package io.github.klibras.core.leaderboard;

/** Who takes part in a leaderboard. */
public enum Audience {
    /** Every account. */
    EVERYBODY,
    /** Every account but those with the role of an administrator. */
    LEARNERS
}
