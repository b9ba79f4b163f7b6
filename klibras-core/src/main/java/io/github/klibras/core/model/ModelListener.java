package io.github.klibras.core.model;

import java.time.Duration;

/**
 * Listener for loads of a model. Called on the loading thread; must be fast and thread-safe. Anything it throws is
 * logged and has no other effect.
 */
public interface ModelListener {

    /** Does nothing. */
    ModelListener NONE = new ModelListener() {};

    /**
     * A model was loaded, warmed up and published.
     *
     * @param elapsed how long it took
     */
    default void loaded(Duration elapsed) {}

    /**
     * A load failed; the previous model, if any, stays.
     *
     * @param cause why
     * @param elapsed how long it took to fail
     */
    default void failed(Throwable cause, Duration elapsed) {}
}
