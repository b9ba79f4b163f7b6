package io.github.klibras.core.progress;

/**
 * Is notified of awards. Called on the thread that made them, after they are stored and committed; must be fast and
 * thread-safe. What it throws is logged and has no other effect.
 */
@FunctionalInterface
public interface AwardListener {

    /** Does nothing. */
    AwardListener NONE = (userId, award) -> {};

    /** A learner was paid for a sign that they had not known. */
    void awarded(long userId, Award.Granted award);
}
