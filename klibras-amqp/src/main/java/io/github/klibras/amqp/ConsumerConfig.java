package io.github.klibras.amqp;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * Settings for consuming messages.
 *
 * @param runLimit how long a message may be in hand, like the worker's {@code maxRun}; default 10 min
 * @param brokerTimeout how long the broker waits for an acknowledgement before it takes the message back, its
 *     {@code consumer_timeout}; default 30 min, as in the broker. The run limit must be below it
 * @param drainTimeout how long closing waits for messages in hand; default 30 s
 * @param failurePauses how long a message waits after its handler has thrown, by the number of its delivery; default
 *     1 s, doubling up to 64 s
 * @param maxDeliveries after how many deliveries such a message is parked; default 1,000, which takes some 18 hours, so
 *     that a store that is down for an evening does not fill the queue of parked messages
 */
public record ConsumerConfig(
        Duration runLimit, Duration brokerTimeout, Duration drainTimeout, Backoff failurePauses, int maxDeliveries) {

    /** Checks the values; throws {@link InvalidInputException} if one is out of its bounds. */
    public ConsumerConfig {
        Numbers.positive("run limit", runLimit);
        Numbers.positive("broker's consumer timeout", brokerTimeout);
        Numbers.positive("drain timeout", drainTimeout);
        if (runLimit.compareTo(brokerTimeout) >= 0) {
            throw new InvalidInputException("The run limit " + runLimit + " is not below the broker's consumer timeout "
                    + brokerTimeout + ": the broker would take back messages that are still being processed");
        }
        Numbers.positive("limit of deliveries", maxDeliveries);
    }

    /** Returns the defaults named above. */
    public static ConsumerConfig defaults() {
        return builder().build();
    }

    /** Returns a builder with the defaults named above. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builder that starts from the defaults. */
    public static final class Builder {

        private Duration runLimit = Duration.ofMinutes(10);
        private Duration brokerTimeout = Duration.ofMinutes(30);
        private Duration drainTimeout = Duration.ofSeconds(30);
        private Backoff failurePauses = new ExponentialBackoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(64));
        private int maxDeliveries = 1000;

        private Builder() {}

        public Builder runLimit(Duration runLimit) {
            this.runLimit = runLimit;
            return this;
        }

        public Builder brokerTimeout(Duration brokerTimeout) {
            this.brokerTimeout = brokerTimeout;
            return this;
        }

        public Builder drainTimeout(Duration drainTimeout) {
            this.drainTimeout = drainTimeout;
            return this;
        }

        public Builder failurePauses(Backoff failurePauses) {
            this.failurePauses = failurePauses;
            return this;
        }

        public Builder maxDeliveries(int maxDeliveries) {
            this.maxDeliveries = maxDeliveries;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @throws InvalidInputException if a value is out of its bounds
         */
        public ConsumerConfig build() {
            return new ConsumerConfig(runLimit, brokerTimeout, drainTimeout, failurePauses, maxDeliveries);
        }
    }
}
