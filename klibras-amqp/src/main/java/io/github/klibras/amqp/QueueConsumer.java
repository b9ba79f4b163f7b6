package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.amqp.Calls.Event;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.MalformedMessageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Delivers messages to one handler, across lost and reopened channels. Thread-safe. */
final class QueueConsumer implements ChannelUser, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);

    /** The pause before a message that could not be moved is requeued, so that it does not spin. */
    private static final Duration BEFORE_GIVING_BACK = Duration.ofSeconds(1);

    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    private final ManagedConnection connection;
    private final QueueTopology topology;
    private final JobMessageFormat format;
    private final ConsumerConfig config;
    private final InstantSource clock;
    private final MessageMover mover;
    private final int concurrency;
    private final JobHandler handler;
    private final ExecutorService workers;
    private final RecoveringChannel kept;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private @Nullable String consumerTag;
    private int inHand;
    private boolean closing;
    private boolean drained;

    QueueConsumer(
            ManagedConnection connection,
            QueueTopology topology,
            JobMessageFormat format,
            ConsumerConfig config,
            InstantSource clock,
            Publisher publisher,
            int concurrency,
            JobHandler handler) {
        this.connection = connection;
        this.topology = topology;
        this.format = format;
        this.config = config;
        this.clock = clock;
        this.mover = new MessageMover(connection, publisher, new ChannelSettler(), this::smaller);
        this.concurrency = concurrency;
        this.handler = handler;
        this.kept = new RecoveringChannel(connection, "messages of " + topology.queue(), this);
        this.workers =
                Executors.newFixedThreadPool(concurrency, connection.config().threadFactory());
    }

    void start() {
        connection.keep(kept);
    }

    @Override
    public void opened(Channel channel) throws IOException {
        topology.declare(channel);
        channel.basicQos(concurrency);
        if (isClosing()) {
            // Closed while opening: do not consume messages that would only be requeued.
            return;
        }
        String tag = channel.basicConsume(topology.queue(), false, new Deliveries(channel));
        lock.lock();
        try {
            consumerTag = tag;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void lost(Channel channel, ShutdownSignalException cause) {
        LOG.debug("Messages in hand come again: {}", Calls.replyText(cause));
    }

    /** Receives deliveries from the client, one after the other. */
    private final class Deliveries extends DefaultConsumer {

        Deliveries(Channel channel) {
            super(channel);
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
            connection.resume();
            UnsettledDelivery delivery = new UnsettledDelivery(getChannel(), new Delivery(envelope, properties, body));
            lock.lock();
            try {
                inHand++;
            } finally {
                lock.unlock();
            }
            try {
                workers.execute(() -> deliver(delivery));
            } catch (RejectedExecutionException e) {
                LOG.debug("Closed: the message goes back to its queue", e);
                release();
            } catch (RuntimeException | Error e) {
                Calls.log("There is no thread for message " + delivery.id() + "; it comes again", e);
                giveBackLater(delivery);
            }
        }

        /** The queue was deleted, or its node went down. */
        @Override
        public void handleCancel(String tag) {
            kept.reopen(getChannel());
        }
    }

    private void deliver(UnsettledDelivery delivery) {
        if (isClosing() || !delivery.channel().isOpen()) {
            // It is redelivered, here or elsewhere.
            release();
            return;
        }
        try {
            Duration wait = Headers.remainingWait(delivery.properties());
            int number = Headers.delivery(delivery.properties());
            if (wait.isZero()) {
                settle(delivery, handle(delivery, number));
            } else {
                delay(delivery, number, wait, sink -> {});
            }
        } catch (RuntimeException | Error e) {
            Calls.log("Message " + delivery.id() + " could not be settled; it comes again", e);
            giveBackLater(delivery);
        }
    }

    private Disposition handle(UnsettledDelivery delivery, int number) {
        try (TraceContext.Scope trace =
                connection.config().traceContext().resume(Headers.text(delivery.properties()))) {
            return Objects.requireNonNull(decodeAndHandle(delivery, number), "the handler returned null");
        } catch (Throwable e) {
            // Errors too: an unsettled message would occupy a place forever.
            LOG.warn("Handling message {} failed at delivery {}", delivery.id(), number, e);
            return number < config.maxDeliveries()
                    ? new RetryAfter(config.failurePauses().delay(number))
                    : new Park("Handling it failed at delivery " + number + ": "
                            + e.getClass().getSimpleName());
        }
    }

    private Disposition decodeAndHandle(UnsettledDelivery delivery, int number) {
        JobMessage message;
        try {
            message = decode(delivery);
        } catch (MalformedMessageException e) {
            return handler.handleMalformed(e, number);
        }
        return handler.handle(message, number);
    }

    private JobMessage decode(UnsettledDelivery delivery) {
        ContentEncoding.requireNone(delivery.properties());
        return format.decode(Headers.message(delivery.properties(), delivery.body()));
    }

    /** Returns a smaller form; empty if the message is malformed or its stored video is missing. */
    private Optional<EncodedMessage> smaller(UnsettledDelivery delivery) {
        try {
            return format.forLarge().map(large -> {
                EncodedMessage smaller = large.encode(decode(delivery));
                large.decode(smaller);
                return smaller;
            });
        } catch (MalformedMessageException e) {
            LOG.debug("Message {} cannot be written anew", delivery.id(), e);
            return Optional.empty();
        }
    }

    private void settle(UnsettledDelivery delivery, Disposition disposition) {
        int number = Headers.delivery(delivery.properties());
        if (disposition instanceof RetryAfter retry) {
            delay(delivery, number + 1, retry.delay(), sink -> sink.retried(delivery.id(), number, retry.delay()));
        } else if (disposition instanceof Park park) {
            LOG.warn("Message {} is parked: {}", delivery.id(), park.reason());
            BasicProperties properties = Headers.forParking(delivery.properties(), park.reason(), clock.instant());
            mover.move(delivery, topology.parkedQueue(), properties, sink -> sink.parked(delivery.id(), park.reason()));
        } else {
            acknowledge(delivery);
        }
    }

    /** Moves the message to the retry queue of one step; a header carries the rest of the delay. */
    private void delay(UnsettledDelivery delivery, int number, Duration delay, Event event) {
        BasicProperties properties = delivery.properties();
        if (delay.isZero()) {
            mover.move(delivery, topology.queue(), Headers.forRetry(properties, number, Duration.ZERO), event);
            return;
        }
        Duration wanted = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
        Duration step = topology.retryStep(wanted);
        Duration remaining = wanted.compareTo(step) > 0 ? wanted.minus(step) : Duration.ZERO;
        mover.move(delivery, topology.retryQueue(step), Headers.forRetry(properties, number, remaining), event);
    }

    private void giveBackLater(UnsettledDelivery delivery) {
        try {
            connection.scheduler().schedule(BEFORE_GIVING_BACK, () -> giveBackSoon(delivery));
        } catch (RuntimeException | Error e) {
            Calls.log("Message " + delivery.id() + " goes back to its queue without a pause", e);
            giveBackSoon(delivery);
        }
    }

    private void giveBackSoon(UnsettledDelivery delivery) {
        connection.execute(() -> giveBack(delivery));
    }

    private void giveBack(UnsettledDelivery delivery) {
        finish(delivery, () -> delivery.channel().basicNack(delivery.tag(), false, true));
    }

    private void acknowledge(UnsettledDelivery delivery) {
        finish(delivery, () -> delivery.channel().basicAck(delivery.tag(), false));
    }

    private interface Answer {
        void send() throws IOException;
    }

    private void finish(UnsettledDelivery delivery, Answer answer) {
        try {
            answer.send();
        } catch (IOException | ShutdownSignalException e) {
            LOG.debug("The channel of message {} is closed; the message comes again", delivery.id(), e);
        } finally {
            release();
        }
    }

    private final class ChannelSettler implements MessageMover.Settler {

        @Override
        public void acknowledge(UnsettledDelivery delivery) {
            QueueConsumer.this.acknowledge(delivery);
        }

        @Override
        public void reject(UnsettledDelivery delivery) {
            finish(delivery, () -> delivery.channel().basicReject(delivery.tag(), false));
        }

        @Override
        public void giveBack(UnsettledDelivery delivery) {
            giveBackLater(delivery);
        }

        @Override
        public void release() {
            QueueConsumer.this.release();
        }
    }

    private void release() {
        lock.lock();
        try {
            inHand--;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        String tag;
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            tag = consumerTag;
        } finally {
            lock.unlock();
        }
        Channel last = kept.current();
        connection.briefly(() -> cancel(last, tag));
        workers.shutdown();
        mover.close();
        awaitHandlers();
        workers.shutdownNow();
        kept.close();
    }

    private static void cancel(@Nullable Channel channel, @Nullable String tag) {
        if (channel == null || tag == null) {
            return;
        }
        try {
            channel.basicCancel(tag);
        } catch (IOException | RuntimeException e) {
            LOG.debug("The consumer is cancelled by closing its channel", e);
        }
    }

    private void awaitHandlers() {
        Scheduled deadline = deadline();
        lock.lock();
        try {
            while (inHand > 0 && !drained) {
                settled.awaitUninterruptibly();
            }
            if (inHand > 0) {
                LOG.warn("{} messages are still in hand after {}; they come again", inHand, config.drainTimeout());
            }
        } finally {
            lock.unlock();
            deadline.cancel();
        }
    }

    private Scheduled deadline() {
        try {
            return connection.scheduler().schedule(config.drainTimeout(), this::giveUp);
        } catch (RuntimeException | Error e) {
            Calls.log("The drain timeout cannot be scheduled: closing does not wait for messages in hand", e);
            giveUp();
            return () -> {};
        }
    }

    private void giveUp() {
        lock.lock();
        try {
            drained = true;
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
