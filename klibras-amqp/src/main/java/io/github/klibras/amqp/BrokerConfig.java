package io.github.klibras.amqp;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.SocketConfigurators;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import org.jspecify.annotations.Nullable;

import javax.net.ssl.SSLContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Settings for reaching a broker, and for when it cannot be reached. Immutable. */
public final class BrokerConfig {

    /**
     * Largest message that is read, in bytes: RabbitMQ's own maximum of {@code max_message_size}. With the client's
     * default of 64 MiB, a larger message would close the connection and be redelivered, again and again.
     */
    private static final int MAX_INBOUND_BYTES = 512 * 1024 * 1024;

    /**
     * The size of a frame. The system's default buffer, of megabytes, would cost a fifth of the throughput of
     * large messages.
     */
    private static final int SEND_BUFFER_BYTES = 128 * 1024;

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private final String connectionName;
    private final Backoff reconnectPauses;
    private final ThreadFactory threadFactory;
    private final BrokerListener listener;
    private final TraceContext traceContext;

    private BrokerConfig(Builder builder) {
        this.factory = builder.factory();
        this.addresses = builder.addresses.isEmpty()
                ? List.of(new Address(factory.getHost(), factory.getPort()))
                : builder.addresses;
        this.connectionName = builder.connectionName;
        this.reconnectPauses = builder.reconnectPauses;
        this.threadFactory = builder.threadFactory;
        this.listener = builder.listener;
        this.traceContext = builder.traceContext;
    }

    /**
     * Starts from the defaults.
     *
     * @param uri {@code amqp://user:password@host:port/vhost}, or {@code amqps://…} for TLS, with the certificate
     *     and the host name verified
     */
    public static Builder builder(String uri) {
        return new Builder(uri);
    }

    /** Returns our own factory, which callers must not change. */
    ConnectionFactory factory() {
        return factory;
    }

    List<Address> addresses() {
        return addresses;
    }

    String connectionName() {
        return connectionName;
    }

    Backoff reconnectPauses() {
        return reconnectPauses;
    }

    ThreadFactory threadFactory() {
        return threadFactory;
    }

    BrokerListener listener() {
        return listener;
    }

    TraceContext traceContext() {
        return traceContext;
    }

    /** Returns user, addresses and virtual host, without the password. */
    @Override
    public String toString() {
        return factory.getUsername() + "@" + addresses + ", virtual host " + factory.getVirtualHost()
                + (factory.isSSL() ? ", TLS" : "");
    }

    /** Settings of a connection. */
    public static final class Builder {

        private final String uri;
        private List<Address> addresses = List.of();
        private String connectionName = "klibras";
        private Duration heartbeat = Duration.ofSeconds(20);
        private Duration connectionTimeout = Duration.ofSeconds(10);
        private Backoff reconnectPauses = new ExponentialBackoff(Duration.ofMillis(100), 2, Duration.ofSeconds(5));
        private @Nullable SSLContext sslContext;
        private ThreadFactory threadFactory = named();
        private BrokerListener listener = BrokerListener.NONE;
        private TraceContext traceContext = TraceContext.NONE;

        private Builder(String uri) {
            this.uri = uri;
        }

        /**
         * The nodes of a cluster as {@code host:port}, instead of the URI's host; one that can be reached is used.
         * Default: the host of the URI.
         */
        public Builder addresses(String... addresses) {
            this.addresses = List.of(Address.parseAddresses(String.join(",", addresses)));
            return this;
        }

        /** The name by which the broker's tools show our connections, with their purpose. Default: {@code klibras}. */
        public Builder connectionName(String connectionName) {
            this.connectionName = connectionName;
            return this;
        }

        /** After twice this time without a sign of life, a connection counts as lost. Default: 20 s. */
        public Builder heartbeat(Duration heartbeat) {
            this.heartbeat = heartbeat;
            return this;
        }

        /** How long connecting, and each reply from the broker, may take. Default: 10 s. */
        public Builder connectionTimeout(Duration connectionTimeout) {
            this.connectionTimeout = connectionTimeout;
            return this;
        }

        /**
         * How long to pause, by the number of attempts that have failed in a row. Default: 100 ms, doubling up to 5 s.
         * Where many processes share a broker, give it {@linkplain Backoff#withJitter jitter}.
         */
        public Builder reconnectPauses(Backoff reconnectPauses) {
            this.reconnectPauses = reconnectPauses;
            return this;
        }

        /**
         * Custom certificates, for a broker whose certificate the JVM does not trust, or that requires a client
         * certificate. The host name is verified. Default: the certificates that the JVM trusts, if the URI begins with
         * {@code amqps}.
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = sslContext;
            return this;
        }

        /**
         * Makes the threads that talk to the broker and those that handle messages. Default: named threads, which keep
         * the process alive until the broker is closed.
         */
        public Builder threadFactory(ThreadFactory threadFactory) {
            this.threadFactory = threadFactory;
            return this;
        }

        /** Listener for broker events; none by default, as they are also logged. */
        public Builder listener(BrokerListener listener) {
            this.listener = listener;
            return this;
        }

        /** Carries traces along. Default: headers of messages are kept, and none are added. */
        public Builder traceContext(TraceContext traceContext) {
            this.traceContext = traceContext;
            return this;
        }

        /**
         * Makes the configuration.
         *
         * @throws InvalidInputException if the URI is not an AMQP URI, or a time is out of its bounds
         */
        public BrokerConfig build() {
            return new BrokerConfig(this);
        }

        private ConnectionFactory factory() {
            ConnectionFactory factory = new ConnectionFactory();
            // Must come first: host name verification is added to it.
            factory.setSocketConfigurator(SocketConfigurators.defaultConfigurator()
                    .andThen(socket -> socket.setSendBufferSize(SEND_BUFFER_BYTES)));
            try {
                URI parsed = new URI(uri);
                if (parsed.getScheme() == null || parsed.getHost() == null) {
                    // The client would use its default host for one that it cannot parse, such as one with
                    // an underscore.
                    throw unusable("it has no scheme or no host");
                }
                // Before the URI: the client trusts every certificate if the URI alone asks for TLS.
                if (sslContext != null || parsed.getScheme().equalsIgnoreCase("amqps")) {
                    factory.useSslProtocol(sslContext != null ? sslContext : SSLContext.getDefault());
                    factory.enableHostnameVerification();
                }
                factory.setUri(parsed);
            } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
                throw unusable(e.getClass().getSimpleName());
            }
            int seconds = (int) inRange("heartbeat", heartbeat, Duration.ofSeconds(1), Duration.ofMinutes(10))
                    .toSeconds();
            int millis = (int)
                    inRange("connection timeout", connectionTimeout, Duration.ofMillis(100), Duration.ofMinutes(10))
                            .toMillis();
            factory.setRequestedHeartbeat(seconds);
            factory.setConnectionTimeout(millis);
            factory.setHandshakeTimeout(millis);
            factory.setChannelRpcTimeout(millis);
            factory.setShutdownTimeout(millis);
            factory.setMaxInboundMessageBodySize(MAX_INBOUND_BYTES);
            factory.setAutomaticRecoveryEnabled(false);
            factory.setTopologyRecoveryEnabled(false);
            factory.setThreadFactory(threadFactory);
            return factory;
        }

        /** Without a cause, whose message may contain the password. */
        private static InvalidInputException unusable(String problem) {
            return new InvalidInputException("The URI of the broker cannot be used (" + problem
                    + "); expected amqp://user:password@host:port/vhost");
        }

        private static Duration inRange(String field, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new InvalidInputException(
                        "The " + field + " is " + value + "; it must be from " + least + " to " + most);
            }
            return value;
        }

        private static ThreadFactory named() {
            ThreadFactory plain = Executors.defaultThreadFactory();
            AtomicInteger count = new AtomicInteger();
            return task -> {
                Thread thread = plain.newThread(task);
                thread.setName("klibras-amqp-" + count.incrementAndGet());
                return thread;
            };
        }
    }
}
