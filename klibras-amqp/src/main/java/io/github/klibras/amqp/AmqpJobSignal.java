package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Subscribers;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.waiting.JobSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Notifies all processes of ended jobs, through a fan-out exchange. As a {@link JobListener} of workers and services it
 * sends, once the end has been stored; as a {@link JobSignal} of waiters it receives. A process that only sends creates
 * no queue. Signals sent while the broker is away are lost or late; waiters then find out by polling. Thread-safe; made
 * by {@link Broker#signal}.
 */
public final class AmqpJobSignal implements JobSignal, JobListener, AutoCloseable {

    /** Default name of the exchange. */
    public static final String EXCHANGE = "klibras.job-ended";

    private static final Logger LOG = LoggerFactory.getLogger(AmqpJobSignal.class);

    /** A waiter that has not read a signal for this long has polled in the meantime. */
    private static final Map<String, Object> SHORT_LIVED = Map.of("x-message-ttl", 60_000, "x-max-length", 10_000);

    private final ManagedConnection connection;
    private final String exchange;
    private final Publisher publisher;
    private final Subscribers<JobId> subscribers = new Subscribers<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RecoveringChannel kept;

    AmqpJobSignal(ManagedConnection connection, String exchange, Publisher publisher) {
        this.connection = connection;
        this.exchange = exchange;
        this.publisher = publisher;
    }

    /** Declares the exchange; harmless if it exists. */
    static void declare(Channel channel, String exchange) throws IOException {
        channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT, true);
    }

    @Override
    public void ended(JobEnd end) {
        // The outcome does not matter: a signal only saves time.
        CompletableFuture<PublishOutcome> unused = publisher.publish(Outgoing.toExchange(
                        exchange,
                        new BasicProperties.Builder().contentType("text/plain").build(),
                        end.id().value().getBytes(StandardCharsets.UTF_8))
                .awaited());
    }

    @Override
    public Subscription subscribe(Consumer<JobId> listener) {
        Runnable end = subscribers.add(listener);
        listen();
        return end::run;
    }

    private void listen() {
        lock.lock();
        try {
            if (kept == null) {
                kept = new RecoveringChannel(connection, "signals of ended jobs", new SignalConsumer());
                connection.keep(kept);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether signals are being received at the moment; for health checks. */
    public boolean isReceiving() {
        lock.lock();
        try {
            return kept != null && kept.current() != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        RecoveringChannel last;
        lock.lock();
        try {
            last = kept;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
        publisher.close();
    }

    private final class SignalConsumer implements ChannelUser {

        @Override
        public void opened(Channel channel) throws IOException {
            declare(channel, exchange);
            String queue =
                    channel.queueDeclare("", false, true, true, SHORT_LIVED).getQueue();
            channel.queueBind(queue, exchange, "");
            channel.basicConsume(queue, true, (tag, delivery) -> emit(delivery.getBody()), tag -> cancelled(channel));
        }

        @Override
        public void lost(Channel channel, ShutdownSignalException cause) {
            LOG.info("Signals of ended jobs are interrupted, those who wait are polling");
        }
    }

    /** Reopens the channel after the queue was deleted. */
    private void cancelled(Channel channel) {
        lock.lock();
        try {
            if (kept != null) {
                kept.reopen(channel);
            }
        } finally {
            lock.unlock();
        }
    }

    private void emit(byte[] body) {
        JobId id;
        try {
            id = new JobId(new String(body, StandardCharsets.UTF_8));
        } catch (InvalidInputException e) {
            LOG.debug("Something that is no id of a job was sent to {}", exchange, e);
            return;
        }
        subscribers.notifyOf(id);
    }
}
