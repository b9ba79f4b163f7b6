package io.github.klibras.core.waiting;

import io.github.klibras.core.job.JobId;

import java.util.function.Consumer;

/**
 * Port that announces ended jobs sooner than polling would find them. A signal may come late, twice or never: it only
 * saves time. Thread-safe.
 */
public interface JobSignal {

    /** A listener's subscription. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {

        /** Ends the subscription; a call in progress may still reach the listener. Closing again does nothing. */
        @Override
        void close();
    }

    /**
     * Subscribes to the ids of jobs that have ended.
     *
     * @param listener must be fast and must not throw
     */
    Subscription subscribe(Consumer<JobId> listener);
}
