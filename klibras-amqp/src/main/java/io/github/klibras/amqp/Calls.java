package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls listeners, and reads the broker's reasons for closing. */
final class Calls {

    private static final Logger LOG = LoggerFactory.getLogger("io.github.klibras.amqp");

    private Calls() {}

    /** A call of a listener. */
    @FunctionalInterface
    interface Event {
        void to(BrokerListener listener);
    }

    static void notify(BrokerListener listener, Event event) {
        try {
            event.to(listener);
        } catch (Throwable e) {
            log("A listener failed: " + listener.getClass().getName(), e);
        }
    }

    /** Logs a failure where nothing may be thrown, not even by the log. */
    @SuppressWarnings("EmptyCatch") // There is nowhere left to report it.
    static void log(String what, Throwable failure) {
        try {
            LOG.error(what, failure);
        } catch (Throwable e) {
            // Most likely there is no memory.
        }
    }

    /** Returns the reason that the broker, or else the client, gave for closing. */
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

    /** Returns the broker's reply code for closing a channel, or 0. */
    static int replyCode(ShutdownSignalException signal) {
        return signal.getReason() instanceof AMQP.Channel.Close close ? close.getReplyCode() : 0;
    }

    /** Returns whether the broker closed only the channel, for something that was done on it. */
    static boolean isRefusal(ShutdownSignalException signal) {
        return !signal.isHardError() && !signal.isInitiatedByApplication();
    }
}
