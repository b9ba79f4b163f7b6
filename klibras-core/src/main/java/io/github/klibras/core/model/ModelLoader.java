package io.github.klibras.core.model;

/**
 * Loads a model. Called by one thread at a time.
 *
 * @param <M> the type of the model
 */
@FunctionalInterface
public interface ModelLoader<M extends AutoCloseable> {

    /**
     * Loads a fresh model, which is then the caller's to close.
     *
     * @throws Exception if it cannot be loaded; nothing must be left open then. The message of a {@link
     *     ModelUnavailableException} is passed on unchanged
     */
    M load() throws Exception;
}
