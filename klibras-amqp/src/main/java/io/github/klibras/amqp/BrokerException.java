package io.github.klibras.amqp;

import io.github.klibras.core.KlibrasException;
import org.jspecify.annotations.Nullable;

/**
 * The broker cannot be reached, refuses us, or holds queues that differ from ours. The message names the broker and the
 * queue, but never a password.
 */
public class BrokerException extends KlibrasException {

    /**
     * Describes the problem.
     *
     * @param message what is wrong, and what was expected
     * @param cause the client's complaint, or {@code null}
     */
    public BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
