package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls of our listeners, and what the broker reports to us. */
final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.klibras.amqp");

    private Calls() {}

    /** A call of a listener. */
    @FunctionalInterface
    interface Event {
        void to(BrokerListener listener);
    }

    static void tell(BrokerListener listener, Event event) {
        try {
            event.to(listener);
        } catch (Throwable e) {
            log("A listener failed: " + listener.getClass().getName(), e);
        }
    }

    /** Logs a failure where nothing may be thrown, not even by the log. */
    @SuppressWarnings("EmptyCatch") // There is nobody left to be notified.
    static void log(String what, Throwable failure) {
        try {
            LOG.error(what, failure);
        } catch (Throwable e) {
            // Most likely there is no memory.
        }
    }

    /** Returns what the broker gave as its reason for closing, or what the client did. */
    static String replyText(ShutdownSignalException signal) {
        if (signal.getReason() instanceof AMQP.Channel.Close close) {
            return close.getReplyText();
        }
        if (signal.getReason() instanceof AMQP.Connection.Close close) {
            return close.getReplyText();
        }
        Throwable cause = signal.getCause();
        if (cause != null) {
            return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
        return String.valueOf(signal.getMessage());
    }

    /** Returns the number of the broker's reason for closing a channel, or 0. */
    static int replyCode(ShutdownSignalException signal) {
        return signal.getReason() instanceof AMQP.Channel.Close close ? close.getReplyCode() : 0;
    }

    /** Says whether the broker closed a channel, and nothing else, for something that was done on it. */
    static boolean isRefusal(ShutdownSignalException signal) {
        return !signal.isHardError() && !signal.isInitiatedByApplication();
    }
}
