package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;

import java.time.Duration;

/**
 * How many connections to keep and for how long, in the words of the Python service (SQLAlchemy's). Immutable.
 *
 * <p>The defaults are that service's settings.
 */
public final class PoolConfig {

    /** HikariCP does not take shorter ones. */
    private static final Duration MIN_RECYCLE = Duration.ofSeconds(30);

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(250);
    private static final Duration MAX = Duration.ofMillis(Integer.MAX_VALUE);

    private final int poolSize;
    private final int maxOverflow;
    private final Duration recycle;
    private final Duration timeout;
    private final boolean prePing;

    private PoolConfig(Builder builder) {
        this.poolSize = builder.poolSize;
        this.maxOverflow = builder.maxOverflow;
        this.recycle = builder.recycle;
        this.timeout = builder.timeout;
        this.prePing = builder.prePing;
    }

    /** Returns 20 connections and 40 more when they are needed, renewed hourly, waited for 30 seconds, tested before use. */
    public static PoolConfig defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many connections are kept open. */
    public int poolSize() {
        return poolSize;
    }

    /** Returns how many more may be open for a while. */
    public int maxOverflow() {
        return maxOverflow;
    }

    /** Returns the age at which a connection is replaced. */
    public Duration recycle() {
        return recycle;
    }

    /** Returns how long to wait for a connection. */
    public Duration timeout() {
        return timeout;
    }

    /** Says whether a connection is tested each time before it is used. */
    public boolean prePing() {
        return prePing;
    }

    @Override
    public String toString() {
        return "PoolConfig[poolSize=" + poolSize + ", maxOverflow=" + maxOverflow + ", recycle=" + recycle
                + ", timeout=" + timeout + ", prePing=" + prePing + "]";
    }

    /** Makes a {@link PoolConfig}. Not thread-safe. */
    public static final class Builder {

        private int poolSize = 20;
        private int maxOverflow = 40;
        private Duration recycle = Duration.ofHours(1);
        private Duration timeout = Duration.ofSeconds(30);
        private boolean prePing = true;

        private Builder() {}

        /** How many connections to keep open; at least 1. Default: 20. */
        public Builder poolSize(int poolSize) {
            this.poolSize = poolSize;
            return this;
        }

        /** How many more may be open for a while; at least 0. Default: 40. */
        public Builder maxOverflow(int maxOverflow) {
            this.maxOverflow = maxOverflow;
            return this;
        }

        /** At which age to replace a connection; at least 30 seconds. Default: one hour. */
        public Builder recycle(Duration recycle) {
            this.recycle = recycle;
            return this;
        }

        /** How long to wait for a connection; at least 250 milliseconds. Default: 30 seconds. */
        public Builder timeout(Duration timeout) {
            this.timeout = timeout;
            return this;
        }

        /**
         * Whether to test a connection each time before it is used, at the price of a round trip. Default: yes.
         *
         * <p>HikariCP skips the test for connections that were in use in the last half second, unless the system property
         * {@code com.zaxxer.hikari.aliveBypassWindowMs} is 0. This library does not set properties of the JVM: start it
         * with {@code -Dcom.zaxxer.hikari.aliveBypassWindowMs=0}.
         */
        public Builder prePing(boolean prePing) {
            this.prePing = prePing;
            return this;
        }

        /**
         * Checks all values.
         *
         * @throws InvalidInputException if one is out of its bounds
         */
        public PoolConfig build() {
            if (poolSize < 1) {
                throw new InvalidInputException("The poolSize is " + poolSize + "; it must be at least 1");
            }
            if (maxOverflow < 0 || maxOverflow > Integer.MAX_VALUE - poolSize) {
                throw new InvalidInputException("The maxOverflow is " + maxOverflow + "; it must lie between 0 and "
                        + (Integer.MAX_VALUE - poolSize));
            }
            inRange("recycle", recycle, MIN_RECYCLE);
            inRange("timeout", timeout, MIN_TIMEOUT);
            return new PoolConfig(this);
        }

        private static void inRange(String field, Duration value, Duration min) {
            if (value.compareTo(min) < 0 || value.compareTo(MAX) > 0) {
                throw new InvalidInputException(
                        "The " + field + " is " + value + "; it must lie between " + min + " and " + MAX);
            }
        }
    }
}
