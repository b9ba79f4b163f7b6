package io.github.klibras.core.progress;

/**
 * Listener for awards. Called on the thread that made the award, once it is stored and committed; must be fast and
 * thread-safe. Anything it throws is logged and has no other effect.
 */
@FunctionalInterface
public interface AwardListener {

    /** Does nothing. */
    AwardListener NONE = (userId, award) -> {};

    /** A learner was paid for a sign that they had not known before. */
    void awarded(long userId, Award.Granted award);
}
