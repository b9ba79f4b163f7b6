package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.ParkedMessageEraser;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Lets an operator inspect, replay and discard the messages that have been put aside.
 *
 * <p>All methods block, go through the queue from its oldest message to the one that was the newest when they were
 * called, and throw a {@link BrokerException} if the broker cannot be reached; a message is then in the queue, at its
 * destination, or in both. While a message is being inspected, other callers do not see it. Thread-safe; made by
 * {@link Broker#parked}.
 */
public final class ParkedMessages implements ParkedMessageEraser, AutoCloseable {

    private final ManagedConnection connection;
    private final QueueTopology topology;
    private final Publisher publisher;

    ParkedMessages(ManagedConnection connection, QueueTopology topology, Publisher publisher) {
        this.connection = connection;
        this.topology = topology;
        this.publisher = publisher;
    }

    /** Processes a message taken from the queue; returns whether it is to be removed. */
    @FunctionalInterface
    private interface Step {
        boolean on(GetResponse got, Access access) throws IOException;
    }

    /** Returns the number of messages. */
    public int size() {
        try (Access access = open()) {
            return access.size();
        } catch (IOException | ShutdownSignalException e) {
            throw failure(e);
        }
    }

    /**
     * Returns the oldest messages, with their bodies.
     *
     * @param limit how many at most, positive
     */
    public List<ParkedMessage> list(int limit) {
        List<ParkedMessage> found = new ArrayList<>();
        walk(limit, (got, access) -> {
            found.add(parked(got));
            return false;
        });
        return found;
    }

    /**
     * Sends messages back to the queue of jobs as new, undelivered ones.
     *
     * @param which selects the messages
     * @return how many were sent back
     * @throws BrokerException also if the broker does not accept one; the remaining ones stay where they are
     */
    public int replay(Predicate<ParkedMessage> which) {
        return walk(Integer.MAX_VALUE, (got, access) -> {
            if (!which.test(parked(got))) {
                return false;
            }
            PublishOutcome outcome = replay(got, access);
            if (!(outcome instanceof Confirmed)) {
                throw new BrokerException(
                        "A message cannot be sent back: "
                                + (outcome instanceof TooLarge tooLarge ? tooLarge.reason() : outcome),
                        null);
            }
            return true;
        });
    }

    /** Sends a message with as many of its headers as fit into a frame. */
    private PublishOutcome replay(GetResponse got, Access access) {
        PublishOutcome outcome = new Unavailable("its properties do not fit into a frame");
        for (BasicProperties form : HeaderFrame.forms(Headers.forReplay(got.getProps()), access.frameMax())) {
            Outgoing copy =
                    Outgoing.toQueue(topology.queue(), form, got.getBody()).awaited();
            outcome = publisher.publish(copy).join();
            if (!copy.unacceptable) {
                return outcome;
            }
        }
        return outcome;
    }

    /**
     * Discards messages.
     *
     * @param which selects the messages
     * @return how many were discarded
     */
    public int discard(Predicate<ParkedMessage> which) {
        return walk(Integer.MAX_VALUE, (got, access) -> which.test(parked(got)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Looks at every parked message.
     */
    @Override
    public int eraseParked(long userId, Collection<JobId> jobs) {
        Set<JobId> known = Set.copyOf(jobs);
        return walk(
                Integer.MAX_VALUE,
                (got, access) -> Addressing.of(got.getProps(), got.getBody()).concerns(userId, known));
    }

    /** Messages that are not removed return to their places when the channel is closed. */
    private int walk(int limit, Step step) {
        int removed = 0;
        try (Access access = open()) {
            int left = Math.min(limit, access.size());
            for (GetResponse got = access.next(left); got != null; got = access.next(--left)) {
                if (step.on(got, access)) {
                    access.channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
                    removed++;
                }
            }
        } catch (IOException | ShutdownSignalException e) {
            throw failure(e);
        }
        return removed;
    }

    private static ParkedMessage parked(GetResponse got) {
        BasicProperties properties = got.getProps();
        return new ParkedMessage(
                properties.getMessageId(),
                Headers.reason(properties),
                Headers.parkedAt(properties),
                Headers.delivery(properties),
                Headers.message(properties, got.getBody()));
    }

    private Access open() throws IOException {
        Connection current = connection.current();
        Channel channel = current == null ? null : current.createChannel();
        if (channel == null) {
            throw new BrokerException("The broker cannot be used: " + connection.problem(), null);
        }
        return new Access(channel, topology.parkedQueue());
    }

    private static BrokerException failure(Exception e) {
        return new BrokerException("The parked messages cannot be reached: " + ManagedConnection.reason(e), e);
    }

    @Override
    public void close() {
        publisher.close();
    }

    private record Access(Channel channel, String queue) implements AutoCloseable {

        int frameMax() {
            return channel.getConnection().getFrameMax();
        }

        int size() throws IOException {
            return channel.queueDeclarePassive(queue).getMessageCount();
        }

        @Nullable
        GetResponse next(int left) throws IOException {
            return left == 0 ? null : channel.basicGet(queue, false);
        }

        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } catch (TimeoutException e) {
                throw new IOException("The broker does not answer", e);
            } catch (ShutdownSignalException e) {
                // Closed already, as intended.
                return;
            }
        }
    }
}
