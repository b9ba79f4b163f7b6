package io.github.klibras.jdbi;

import io.github.klibras.core.InvalidInputException;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** How many connections to keep and for how long, in terms of HikariCP. Immutable. */
public final class PoolConfig {

    /** HikariCP does not accept shorter ones. */
    private static final Duration MIN_LIFETIME = Duration.ofSeconds(30);

    private static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MIN_CONNECTION_TIMEOUT = Duration.ofMillis(250);
    private static final Duration MAX = Duration.ofMillis(Integer.MAX_VALUE);

    private final int maximumPoolSize;
    private final int minimumIdle;
    private final Duration idleTimeout;
    private final Duration maxLifetime;
    private final Duration connectionTimeout;
    private final Map<String, String> driverProperties;

    private PoolConfig(Builder builder) {
        this.maximumPoolSize = builder.maximumPoolSize;
        this.minimumIdle = Math.min(builder.minimumIdle, builder.maximumPoolSize);
        this.idleTimeout = builder.idleTimeout;
        this.maxLifetime = builder.maxLifetime;
        this.connectionTimeout = builder.connectionTimeout;
        this.driverProperties = Map.copyOf(builder.driverProperties);
    }

    /**
     * Returns the defaults: 10 connections, all of which are kept, renewed every half an hour, and waited for
     * 30 seconds.
     */
    public static PoolConfig defaults() {
        return builder().build();
    }

    /**
     * Returns the settings of the Python service: 20 connections that are kept and 40 more when they are needed, closed
     * after a minute of idleness, all renewed hourly, and waited for 30 seconds. In terms of SQLAlchemy: {@code
     * pool_size=20, max_overflow=40, pool_recycle=3600, pool_timeout=30}.
     */
    public static PoolConfig ofPythonService() {
        return builder()
                .maximumPoolSize(60)
                .minimumIdle(20)
                .idleTimeout(Duration.ofMinutes(1))
                .maxLifetime(Duration.ofHours(1))
                .build();
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the maximum number of connections. */
    public int maximumPoolSize() {
        return maximumPoolSize;
    }

    /** Returns how many connections are kept open, at most {@link #maximumPoolSize}. */
    public int minimumIdle() {
        return minimumIdle;
    }

    /** Returns the idle time after which a connection beyond {@link #minimumIdle} is closed. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** Returns the age at which a connection is replaced. */
    public Duration maxLifetime() {
        return maxLifetime;
    }

    /** Returns how long to wait for a connection. */
    public Duration connectionTimeout() {
        return connectionTimeout;
    }

    /** Returns further properties for the driver. Immutable; may hold passwords. */
    Map<String, String> driverProperties() {
        return driverProperties;
    }

    /** Names the properties of the driver, but not their values. */
    @Override
    public String toString() {
        return "PoolConfig[maximumPoolSize=" + maximumPoolSize + ", minimumIdle=" + minimumIdle + ", idleTimeout="
                + idleTimeout + ", maxLifetime=" + maxLifetime + ", connectionTimeout=" + connectionTimeout
                + ", driverProperties=" + new TreeMap<>(driverProperties).keySet() + "]";
    }

    /** Makes a {@link PoolConfig}. Not thread-safe. */
    public static final class Builder {

        private final Map<String, String> driverProperties = new TreeMap<>();
        private int maximumPoolSize = 10;
        private int minimumIdle = Integer.MAX_VALUE;
        private Duration idleTimeout = Duration.ofMinutes(10);
        private Duration maxLifetime = Duration.ofMinutes(30);
        private Duration connectionTimeout = Duration.ofSeconds(30);

        private Builder() {}

        /** How many connections to have at most; at least 1. Default: 10. */
        public Builder maximumPoolSize(int maximumPoolSize) {
            this.maximumPoolSize = maximumPoolSize;
            return this;
        }

        /** How many connections to keep open; at least 0. Default: the maximum, which also caps it. */
        public Builder minimumIdle(int minimumIdle) {
            this.minimumIdle = minimumIdle;
            return this;
        }

        /**
         * Idle time after which a connection beyond those that are kept is closed; at least 10 seconds, and ignored
         * unless it is shorter than the lifetime. Default: 10 minutes.
         */
        public Builder idleTimeout(Duration idleTimeout) {
            this.idleTimeout = idleTimeout;
            return this;
        }

        /** Age at which a connection is replaced; at least 30 seconds. Default: half an hour. */
        public Builder maxLifetime(Duration maxLifetime) {
            this.maxLifetime = maxLifetime;
            return this;
        }

        /** How long to wait for a connection; at least 250 milliseconds. Default: 30 seconds. */
        public Builder connectionTimeout(Duration connectionTimeout) {
            this.connectionTimeout = connectionTimeout;
            return this;
        }

        /**
         * Further property for the driver, such as {@code socketTimeout}, or one that must not be part of a URL:
         * {@code trustCertificateKeyStorePassword}, {@code sslpassword}. The values are never shown.
         *
         * @param name as the driver calls it
         */
        public Builder driverProperty(String name, String value) {
            driverProperties.put(name, value);
            return this;
        }

        /**
         * Checks all values.
         *
         * @throws InvalidInputException if one is out of its bounds
         */
        public PoolConfig build() {
            if (maximumPoolSize < 1) {
                throw new InvalidInputException(
                        "The maximumPoolSize is " + maximumPoolSize + "; it must be at least 1");
            }
            if (minimumIdle < 0) {
                throw new InvalidInputException("The minimumIdle is " + minimumIdle + "; it must be at least 0");
            }
            inRange("idleTimeout", idleTimeout, MIN_IDLE_TIMEOUT);
            inRange("maxLifetime", maxLifetime, MIN_LIFETIME);
            inRange("connectionTimeout", connectionTimeout, MIN_CONNECTION_TIMEOUT);
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
