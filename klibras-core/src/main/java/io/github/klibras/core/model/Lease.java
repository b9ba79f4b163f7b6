package io.github.klibras.core.model;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a model until the lease is closed; the model stays open that long, even if it has been replaced.
 * Thread-safe.
 *
 * @param <M> the type of the model
 */
public final class Lease<M extends AutoCloseable> implements AutoCloseable {

    private final M model;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(M model, Runnable release) {
        this.model = model;
        this.release = release;
    }

    /**
     * Returns the model. Do not close it, and do not keep it beyond the lease.
     *
     * @throws IllegalStateException if the lease is closed
     */
    public M model() {
        if (closed.get()) {
            throw new IllegalStateException("The lease of the model is closed");
        }
        return model;
    }

    /** Gives the model back; closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
