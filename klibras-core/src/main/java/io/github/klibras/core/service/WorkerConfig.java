package io.github.klibras.core.service;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * Configuration of a worker.
 *
 * @param lease how long a claim lasts unless a heartbeat renews it; default 60 s
 * @param heartbeat how often the lease is renewed, at most half of it; default 20 s
 * @param maxRun how long one attempt may take; after that, the lease is no longer renewed, and another worker may take
 *     over; default 10 min
 * @param maxAttempts the most attempts at a job, positive; default 5
 * @param retryBackoff how long to wait after an attempt that failed for a temporary reason; default 1 s, doubling up to
 *     30 s
 * @param unknownJobPatience how long a message waits for its job to appear before it is dropped or parked, since a
 *     Python API inserts the job after publishing the message, and a host's transaction may be open; default 30 s
 */
public record WorkerConfig(
        Duration lease,
        Duration heartbeat,
        Duration maxRun,
        int maxAttempts,
        Backoff retryBackoff,
        Duration unknownJobPatience) {

    /** Checks the values; throws {@link InvalidInputException} if one is out of range. */
    public WorkerConfig {
        Numbers.positive("lease", lease);
        Numbers.positive("heartbeat", heartbeat);
        Numbers.positive("longest run", maxRun);
        Numbers.positive("patience for unknown jobs", unknownJobPatience);
        if (heartbeat.multipliedBy(2).compareTo(lease) > 0) {
            throw new InvalidInputException("The heartbeat " + heartbeat + " is more than half of the lease " + lease
                    + ", which would run out");
        }
        if (maxAttempts < 1) {
            throw new InvalidInputException("A job needs at least one attempt, not " + maxAttempts);
        }
    }

    /** Returns the defaults listed above. */
    public static WorkerConfig defaults() {
        return builder().build();
    }

    /** Returns a builder with the defaults listed above. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builder of a {@link WorkerConfig}. */
    public static final class Builder {

        private Duration lease = Duration.ofSeconds(60);
        private Duration heartbeat = Duration.ofSeconds(20);
        private Duration maxRun = Duration.ofMinutes(10);
        private int maxAttempts = 5;
        private Backoff retryBackoff = new ExponentialBackoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30));
        private Duration unknownJobPatience = Duration.ofSeconds(30);

        private Builder() {}

        public Builder lease(Duration lease) {
            this.lease = lease;
            return this;
        }

        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        public Builder maxRun(Duration maxRun) {
            this.maxRun = maxRun;
            return this;
        }

        public Builder maxAttempts(int maxAttempts) {
            this.maxAttempts = maxAttempts;
            return this;
        }

        public Builder retryBackoff(Backoff retryBackoff) {
            this.retryBackoff = retryBackoff;
            return this;
        }

        public Builder unknownJobPatience(Duration unknownJobPatience) {
            this.unknownJobPatience = unknownJobPatience;
            return this;
        }

        /**
         * Creates the configuration.
         *
         * @throws InvalidInputException if a value is out of range
         */
        public WorkerConfig build() {
            return new WorkerConfig(lease, heartbeat, maxRun, maxAttempts, retryBackoff, unknownJobPatience);
        }
    }
}
