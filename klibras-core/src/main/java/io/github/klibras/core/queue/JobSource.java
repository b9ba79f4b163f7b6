package io.github.klibras.core.queue;

/** Delivers messages to workers, at least once each. This is the port that broker adapters implement. Thread-safe. */
public interface JobSource {

    /** The flow of messages to one handler. */
    interface Subscription extends AutoCloseable {

        /**
         * Stops the flow and waits for the messages in hand; what was not delivered stays in the queue. A source may
         * give up waiting after a time that is given to it; those messages come again. Closing again does nothing.
         */
        @Override
        void close();
    }

    /**
     * Begins to deliver messages.
     *
     * @param concurrency how many messages the handler gets at once, positive
     * @param handler deals with them
     */
    Subscription consume(int concurrency, JobHandler handler);
}
