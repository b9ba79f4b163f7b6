package io.github.klibras.amqp;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * Settings for publishing messages.
 *
 * @param timeout how long the broker may take to confirm a message, including any time without a connection, and how
 *     long {@link AmqpJobQueue#publishAndWait} waits for a connection; default 10 s. {@link AmqpJobQueue#publish} does
 *     not wait for a connection
 * @param maxMessageBytes the largest message that is tried; default
 *     {@link AmqpJobMessageFormat#MAX_MESSAGE_BYTES}. The broker's own limit ({@code max_message_size}) may be
 *     lower, and is learned from its first refusal on each connection
 * @param windowMessages how many unconfirmed messages are held; default 1,000
 * @param windowBytes how many bytes they may have together, unless there is only one; default 128 MiB
 */
public record PublisherConfig(Duration timeout, int maxMessageBytes, int windowMessages, long windowBytes) {

    private static final int MIB = 1024 * 1024;

    /** Checks the values; throws {@link InvalidInputException} if one is out of its bounds. */
    public PublisherConfig {
        Numbers.positive("publish timeout", timeout);
        Numbers.positive("largest message", maxMessageBytes);
        Numbers.positive("window of messages", windowMessages);
        Numbers.positive("window of bytes", windowBytes);
    }

    /** Returns the defaults named above. */
    public static PublisherConfig defaults() {
        return builder().build();
    }

    /** Returns a builder with the defaults named above. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builder that starts from the defaults. */
    public static final class Builder {

        private Duration timeout = Duration.ofSeconds(10);
        private int maxMessageBytes = AmqpJobMessageFormat.MAX_MESSAGE_BYTES;
        private int windowMessages = 1000;
        private long windowBytes = 128L * MIB;

        private Builder() {}

        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        public Builder maxMessageBytes(int maxMessageBytes) {
            this.maxMessageBytes = maxMessageBytes;
            return this;
        }

        public Builder windowMessages(int windowMessages) {
            this.windowMessages = windowMessages;
            return this;
        }

        public Builder windowBytes(long windowBytes) {
            this.windowBytes = windowBytes;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @throws InvalidInputException if a value is out of its bounds
         */
        public PublisherConfig build() {
            return new PublisherConfig(timeout, maxMessageBytes, windowMessages, windowBytes);
        }
    }
}
