package io.github.klibras.core.queue;

/** Port that delivers messages to workers, at least once each; broker adapters implement it. Thread-safe. */
public interface JobSource {

    /** The flow of messages to one handler. */
    interface Subscription extends AutoCloseable {

        /**
         * Stops the flow and waits for the messages being handled; undelivered ones stay in the queue. A source may
         * stop waiting after a configured time; the messages still being handled are then delivered again. Closing
         * again does nothing.
         */
        @Override
        void close();
    }

    /**
     * Starts delivering messages.
     *
     * @param concurrency how many messages the handler gets at once, positive
     * @param handler handles them
     */
    Subscription consume(int concurrency, JobHandler handler);
}
