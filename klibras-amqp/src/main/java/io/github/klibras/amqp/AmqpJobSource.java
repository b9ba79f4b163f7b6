package io.github.klibras.amqp;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.JobSource;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Delivers jobs from RabbitMQ. A message is acknowledged once its handler has reported it as done, or the broker
 * has confirmed its copy in a retry queue or the queue of parked messages; after a crash at any point it is
 * delivered again.
 *
 * <p>Handlers run on the source's own threads. A subscription survives lost connections and channels; messages that
 * were in hand are then redelivered, even if they have been handled. Thread-safe; made by {@link Broker#source}.
 */
public final class AmqpJobSource implements JobSource, AutoCloseable {

    private final ManagedConnection connection;
    private final QueueTopology topology;
    private final JobMessageFormat format;
    private final ConsumerConfig config;
    private final InstantSource clock;
    private final Publisher publisher;
    private volatile boolean closed;
    private final List<QueueConsumer> consumptions = new CopyOnWriteArrayList<>();

    AmqpJobSource(
            ManagedConnection connection,
            QueueTopology topology,
            JobMessageFormat format,
            ConsumerConfig config,
            InstantSource clock,
            Publisher publisher) {
        this.connection = connection;
        this.topology = topology;
        this.format = format;
        this.config = config;
        this.clock = clock;
        this.publisher = publisher;
    }

    /**
     * Starts delivering messages as soon as the broker can be reached.
     *
     * @param concurrency how many messages the handler gets at once, on as many threads; the broker hands out no more
     *     than that (prefetch). 1 to 65535
     * @param handler handles them; must not close its own subscription
     * @return closing it waits for messages in hand, at most for the drain timeout; then their threads are interrupted,
     *     and the messages are redelivered elsewhere
     */
    @Override
    public Subscription consume(int concurrency, JobHandler handler) {
        if (concurrency < 1 || concurrency > 65535) {
            throw new InvalidInputException("The concurrency is " + concurrency + "; it must lie between 1 and 65535");
        }
        QueueConsumer consumption =
                new QueueConsumer(connection, topology, format, config, clock, publisher, concurrency, handler);
        consumptions.add(consumption);
        if (closed) {
            consumption.close();
            throw new IllegalStateException("The source is closed");
        }
        consumption.start();
        return () -> {
            consumption.close();
            consumptions.remove(consumption);
        };
    }

    /** Closes all subscriptions. */
    @Override
    public void close() {
        closed = true;
        consumptions.forEach(QueueConsumer::close);
        publisher.close();
    }
}
