package io.github.klibras.core.progress;

/** Outcome of paying a learner for a sign. */
public sealed interface Award {

    /**
     * The sign was new to the learner and has been paid.
     *
     * @param signId the sign
     * @param points the points paid
     * @param total the learner's points afterwards
     */
    record Granted(long signId, int points, int total) implements Award {}

    /** The learner already knew the sign; nothing was paid. */
    record AlreadyKnown(long signId) implements Award {}

    /** There is no such sign; nothing was paid. */
    record NoSuchSign(long signId) implements Award {}

    /** There is no such learner; nothing was paid. */
    record NoSuchUser(long userId) implements Award {}
}
