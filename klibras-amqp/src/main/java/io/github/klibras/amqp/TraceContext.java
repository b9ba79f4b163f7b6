package io.github.klibras.amqp;

import java.util.Map;

/**
 * Carries a trace from the publishing thread to the handling thread, in headers of the message: for example
 * {@code traceparent} and {@code tracestate} of W3C Trace Context. Headers stay with a message when it is retried,
 * parked and replayed. Thread-safe.
 */
public interface TraceContext {

    /** Carries nothing. */
    TraceContext NONE = new TraceContext() {
        @Override
        public Map<String, String> capture() {
            return Map.of();
        }

        @Override
        public Scope resume(Map<String, String> headers) {
            return () -> {};
        }
    };

    /** Ends the trace on the thread on which it was resumed. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        @Override
        void close();
    }

    /** Returns the headers to send with a message; called on the thread that publishes. */
    Map<String, String> capture();

    /**
     * Continues the trace of a message; called on the thread that handles it.
     *
     * @param headers all headers of the message that are text
     * @return closed when the message has been handled
     */
    Scope resume(Map<String, String> headers);
}
