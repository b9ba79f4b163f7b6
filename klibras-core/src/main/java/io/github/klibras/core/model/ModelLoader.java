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
     * @throws Exception if none can be loaded; nothing is left open then. The message of a {@link
     *     ModelUnavailableException} is passed on as it is
     */
    M load() throws Exception;
}
