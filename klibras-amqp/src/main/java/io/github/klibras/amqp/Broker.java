package io.github.klibras.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.queue.JobMessageFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * RabbitMQ as seen by one process: one connection to publish and one to consume, so that a broker that blocks
 * publishers still accepts acknowledgements. Both are reopened whenever they are lost.
 *
 * <p>Thread-safe. Closing it closes everything it made, most recent first.
 */
public final class Broker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

    private static final int CALLBACK_THREADS = 8;
    private static final Duration LONGEST_MOVE = Duration.ofMinutes(10);

    /**
     * No window is needed: the consumer's concurrency bounds these messages. The timeout is long, since an abandoned
     * copy may still arrive as a duplicate, but ends before the broker's consumer timeout.
     */
    private static PublisherConfig moves(ConsumerConfig config) {
        Duration spare = config.brokerTimeout().minus(config.runLimit()).dividedBy(2);
        return PublisherConfig.builder()
                .timeout(spare.compareTo(LONGEST_MOVE) < 0 ? spare : LONGEST_MOVE)
                .windowMessages(Integer.MAX_VALUE)
                .windowBytes(Long.MAX_VALUE)
                .build();
    }

    private record Part(AutoCloseable closeable, Publisher publisher) {}

    private final ManagedConnection publishing;
    private final ManagedConnection consuming;
    private final TraceContext traceContext;
    private final ExecutorService executor;
    private final ExecutorService callbacks;
    private final Deque<Part> made = new ArrayDeque<>();
    private boolean closed;

    private Broker(BrokerConfig config, Scheduler scheduler) {
        this.executor = Executors.newCachedThreadPool(config.threadFactory());
        this.callbacks = callbacks(config);
        this.publishing = new ManagedConnection(config, "publish", scheduler, executor);
        this.consuming = new ManagedConnection(config, "consume", scheduler, executor);
        this.traceContext = config.traceContext();
    }

    private static ExecutorService callbacks(BrokerConfig config) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                CALLBACK_THREADS,
                CALLBACK_THREADS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                config.threadFactory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Connects, and fails if that does not succeed at once.
     *
     * @param config how to reach the broker
     * @param scheduler runs timeouts and further attempts; must work until the broker is closed
     * @throws BrokerException if the broker cannot be reached or refuses us
     */
    public static Broker connect(BrokerConfig config, Scheduler scheduler) {
        Broker broker = new Broker(config, scheduler);
        try {
            broker.publishing.connect();
            broker.consuming.connect();
        } catch (BrokerException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /**
     * Connects in the background, retrying until it succeeds. Until then {@link AmqpJobQueue#publish} ends as
     * unavailable at once, {@link AmqpJobQueue#publishAndWait} waits for a connection until its timeout, and nothing
     * is consumed.
     *
     * @param config how to reach the broker
     * @param scheduler runs timeouts and further attempts; must work until the broker is closed
     */
    public static Broker start(BrokerConfig config, Scheduler scheduler) {
        Broker broker = new Broker(config, scheduler);
        broker.publishing.start();
        broker.consuming.start();
        return broker;
    }

    /**
     * Returns whether both connections are open; for health checks. If the scheduler has refused the next attempt to
     * open one, this call tries again.
     */
    public boolean connected() {
        publishing.resume();
        consuming.resume();
        return connectedToPublish() && consuming.current() != null;
    }

    boolean connectedToPublish() {
        return publishing.current() != null;
    }

    /**
     * Creates the queues that are missing. Publishers and consumers do so too, but keep trying if it fails; here the
     * problem is reported.
     *
     * @throws BrokerException if a queue exists with other properties, or the broker cannot be reached
     */
    public void declare(QueueTopology topology) {
        onChannel(topology, "declared", topology::declare);
    }

    private void onChannel(QueueTopology topology, String purpose, Publisher.Preparation action) {
        Connection current = publishing.current();
        if (current == null) {
            throw new BrokerException("The broker cannot be used: " + publishing.problem(), null);
        }
        try (Channel channel = current.createChannel()) {
            action.on(channel);
        } catch (IOException | TimeoutException | ShutdownSignalException e) {
            throw new BrokerException(
                    "The queues of " + topology + " cannot be " + purpose + ": " + ManagedConnection.reason(e), e);
        }
    }

    /**
     * Deletes the queues, with all messages in them.
     *
     * @throws BrokerException if the broker cannot be reached
     */
    public void delete(QueueTopology topology) {
        onChannel(topology, "deleted", channel -> {
            for (String queue : topology.queues()) {
                channel.queueDelete(queue);
            }
        });
    }

    /**
     * Returns a queue that takes jobs.
     *
     * @param topology the queues to publish to
     * @param format writes the messages; those too large for the broker as {@link JobMessageFormat#forLarge()}
     * @param config limits and times
     * @throws InvalidInputException if a worker of the Python service might receive messages that it cannot read
     */
    public AmqpJobQueue queue(QueueTopology topology, JobMessageFormat format, PublisherConfig config) {
        topology.requireReaders(format);
        Publisher publisher = publisher("jobs to " + topology.queue(), config, callbacks, topology::declare);
        return made(new AmqpJobQueue(topology, format, config, traceContext, publisher), publisher);
    }

    /**
     * Returns a source that delivers jobs.
     *
     * @param topology the queues to consume from
     * @param format reads the messages; rewrites those that have become too large for the broker, as {@link
     *     JobMessageFormat#forLarge()}
     * @param config limits and times
     * @throws InvalidInputException if a worker of the Python service might receive messages that it cannot read
     */
    public AmqpJobSource source(QueueTopology topology, JobMessageFormat format, ConsumerConfig config) {
        topology.requireReaders(format);
        Publisher publisher = publisher("retries of " + topology.queue(), moves(config), executor, topology::declare);
        return made(
                new AmqpJobSource(consuming, topology, format, config, InstantSource.system(), publisher), publisher);
    }

    /** Returns a signal of ended jobs through {@link AmqpJobSignal#EXCHANGE}. */
    public AmqpJobSignal signal() {
        return signal(AmqpJobSignal.EXCHANGE);
    }

    /** Returns a signal of ended jobs through an exchange of another name. */
    public AmqpJobSignal signal(String exchange) {
        Publisher publisher = publisher(
                "signals of ended jobs",
                PublisherConfig.defaults(),
                executor,
                channel -> AmqpJobSignal.declare(channel, exchange));
        return made(new AmqpJobSignal(consuming, exchange, publisher), publisher);
    }

    /** Gives access to the parked messages of these queues. Close it after use: it holds a thread. */
    public ParkedMessages parked(QueueTopology topology) {
        Publisher publisher =
                publisher("replays to " + topology.queue(), PublisherConfig.defaults(), executor, topology::declare);
        return made(new ParkedMessages(consuming, topology, publisher), publisher);
    }

    private synchronized Publisher publisher(
            String purpose, PublisherConfig config, Executor callbacks, Publisher.Preparation preparation) {
        if (closed) {
            throw new IllegalStateException("The broker is closed");
        }
        return new Publisher(publishing, purpose, config, callbacks, preparation);
    }

    private <T extends AutoCloseable> T made(T part, Publisher publisher) {
        if (!keep(part, publisher)) {
            close(part);
            throw new IllegalStateException("The broker is closed");
        }
        return part;
    }

    private synchronized boolean keep(AutoCloseable part, Publisher publisher) {
        if (!closed) {
            made.removeIf(other -> other.publisher().isClosed());
            made.push(new Part(part, publisher));
        }
        return !closed;
    }

    @Override
    public void close() {
        Deque<Part> parts;
        synchronized (this) {
            closed = true;
            parts = new ArrayDeque<>(made);
            made.clear();
        }
        for (Part part : parts) {
            close(part.closeable());
        }
        consuming.close();
        publishing.close();
        executor.shutdown();
        callbacks.shutdown();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("Closing {} failed", part.getClass().getSimpleName(), e);
        }
    }
}
