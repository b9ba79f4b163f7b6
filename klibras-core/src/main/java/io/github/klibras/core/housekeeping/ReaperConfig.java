package io.github.klibras.core.housekeeping;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * When jobs are given up and deleted.
 *
 * @param interval how often the reaper runs; default one minute
 * @param leaseGrace how long after the end of its lease a running job is given back to the queue; default one minute
 * @param maxQueued how long after its submission a job that is still queued expires; default 24 hours
 * @param retention how long after its end a job is deleted, with its video; default 365 days
 * @param batch how many jobs one statement ends or deletes; default 500
 */
public record ReaperConfig(Duration interval, Duration leaseGrace, Duration maxQueued, Duration retention, int batch) {

    /** Checks the values; throws {@link InvalidInputException} if one is not positive. */
    public ReaperConfig {
        Numbers.positive("interval of the reaper", interval);
        Numbers.positive("grace for leases", leaseGrace);
        Numbers.positive("longest time in the queue", maxQueued);
        Numbers.positive("retention of jobs", retention);
        Numbers.positive("batch of the reaper", batch);
    }

    /** Returns the defaults listed above. */
    public static ReaperConfig defaults() {
        return builder().build();
    }

    /** Returns a builder with the defaults listed above. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builder of a {@link ReaperConfig}. */
    public static final class Builder {

        private Duration interval = Duration.ofMinutes(1);
        private Duration leaseGrace = Duration.ofMinutes(1);
        private Duration maxQueued = Duration.ofHours(24);
        private Duration retention = Duration.ofDays(365);
        private int batch = 500;

        private Builder() {}

        public Builder interval(Duration interval) {
            this.interval = interval;
            return this;
        }

        public Builder leaseGrace(Duration leaseGrace) {
            this.leaseGrace = leaseGrace;
            return this;
        }

        public Builder maxQueued(Duration maxQueued) {
            this.maxQueued = maxQueued;
            return this;
        }

        public Builder retention(Duration retention) {
            this.retention = retention;
            return this;
        }

        public Builder batch(int batch) {
            this.batch = batch;
            return this;
        }

        /**
         * Creates the configuration.
         *
         * @throws InvalidInputException if a value is not positive
         */
        public ReaperConfig build() {
            return new ReaperConfig(interval, leaseGrace, maxQueued, retention, batch);
        }
    }
}
