package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.github.klibras.amqp.Calls.Event;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves unacknowledged messages to another queue, for a retry or for parking. Each attempt ends in bounded time, and so
 * does each move: the message is acknowledged once the broker has the copy (twice is better than never), is rejected if
 * the broker or the client accepts the copy in no form, or is returned to its queue if it could not be moved for too
 * long. Thread-safe.
 */
final class MessageMover {

    private static final Logger LOG = LoggerFactory.getLogger(MessageMover.class);

    private static final Backoff PAUSES = new ExponentialBackoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(64));

    /** Settles an unacknowledged message on its channel. */
    interface Settler {

        /** Acknowledges a message that has been handled or copied. */
        void acknowledge(UnsettledDelivery delivery);

        /** Rejects a message that cannot be moved: the broker drops it, or puts it where its queue or a policy says. */
        void reject(UnsettledDelivery delivery);

        /** Returns a message to its queue, which delivers it again. */
        void giveBack(UnsettledDelivery delivery);

        /** Lets go of a message whose channel is closed: it is redelivered anyway. */
        void release();
    }

    /** Rewrites messages that have become too large for the broker. */
    @FunctionalInterface
    interface Rewriting {

        /** Returns the message in a smaller form, or empty if there is none. */
        Optional<EncodedMessage> smaller(UnsettledDelivery delivery);
    }

    private final ManagedConnection connection;
    private final Publisher publisher;
    private final Settler settler;
    private final Rewriting rewriting;
    private final Set<Move> pausing = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    MessageMover(ManagedConnection connection, Publisher publisher, Settler settler, Rewriting rewriting) {
        this.connection = connection;
        this.publisher = publisher;
        this.settler = settler;
        this.rewriting = rewriting;
    }

    /**
     * Moves a message.
     *
     * @param delivery settled when it has been moved, or when that has failed
     * @param queue the destination
     * @param properties those of the copy; headers that do not fit into a frame are dropped
     * @param event reported to the listener once the message has been moved
     */
    void move(UnsettledDelivery delivery, String queue, BasicProperties properties, Event event) {
        new Move(delivery, queue, properties, event).attempt();
    }

    /** Ends all pauses: from now on, a message that cannot be moved at once is returned to its queue. */
    void close() {
        closing = true;
        List.copyOf(pausing).forEach(Move::stopPausing);
    }

    private final class Move {

        private final UnsettledDelivery delivery;
        private final String queue;
        private final BasicProperties properties;
        private final Deque<BasicProperties> forms;
        private final Event event;
        private final long began = connection.scheduler().nanoTime();
        private String problem = "its properties do not fit into a frame";
        private byte[] body;
        private boolean rewritten;
        private int failures;
        private volatile Scheduled next = () -> {};

        Move(UnsettledDelivery delivery, String queue, BasicProperties properties, Event event) {
            this.delivery = delivery;
            this.queue = queue;
            this.properties = properties;
            this.forms = new ArrayDeque<>(HeaderFrame.forms(properties, delivery.frameMax()));
            this.body = delivery.body();
            this.event = event;
        }

        void attempt() {
            BasicProperties form = forms.peek();
            if (!delivery.channel().isOpen()) {
                // It is redelivered anyway: a copy would be a duplicate.
                settler.release();
            } else if (form == null) {
                reject();
            } else {
                Outgoing copy = Outgoing.toQueue(queue, form, body).asLongAs(delivery.channel()::isOpen);
                CompletableFuture<PublishOutcome> unused =
                        publisher.publish(copy).whenComplete((outcome, failure) -> safely(() -> ended(copy, outcome)));
            }
        }

        /** Settles the message if something is thrown, as nothing else would. */
        private void safely(Runnable step) {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                Calls.log("Moving message " + delivery.id() + " failed; it comes again", e);
                settler.giveBack(delivery);
            }
        }

        private void ended(Outgoing copy, @Nullable PublishOutcome outcome) {
            if (outcome instanceof Confirmed) {
                Calls.notify(connection.config().listener(), event);
                settler.acknowledge(delivery);
            } else if (!delivery.channel().isOpen()) {
                settler.release();
            } else if (copy.unacceptable) {
                problem = String.valueOf(outcome);
                LOG.warn("The copy of message {} for {} is not accepted: {}", delivery.id(), queue, problem);
                forms.remove();
                if (outcome instanceof TooLarge) {
                    // Fewer headers would not help.
                    forms.clear();
                    rewrite();
                }
                attempt();
            } else {
                pause(String.valueOf(outcome));
            }
        }

        /**
         * Tries a smaller form, once: the broker accepted larger messages before, or this one comes from
         * another broker.
         */
        private void rewrite() {
            if (rewritten) {
                return;
            }
            rewritten = true;
            rewriting.smaller(delivery).ifPresent(message -> {
                LOG.info("The copy of message {} for {} is written anew, smaller", delivery.id(), queue);
                body = message.body();
                forms.addAll(HeaderFrame.forms(Headers.rewritten(properties, message), delivery.frameMax()));
            });
        }

        /**
         * Waits for a broker that is away or has no room, unless it would take the message away from us before the
         * next attempt.
         */
        private void pause(String reason) {
            failures++;
            Duration pause = PAUSES.delay(failures);
            Duration elapsed = Duration.ofNanos(connection.scheduler().nanoTime() - began);
            if (closing || elapsed.plus(pause).compareTo(publisher.timeout()) > 0) {
                LOG.warn("Message {} could not be moved to {} ({}); it comes again", delivery.id(), queue, reason);
                Calls.notify(connection.config().listener(), listener -> listener.requeued(delivery.id(), reason));
                settler.giveBack(delivery);
                return;
            }
            LOG.warn(
                    "Message {} could not be moved to {} ({}); trying again after {}",
                    delivery.id(),
                    queue,
                    reason,
                    pause);
            pausing.add(this);
            try {
                next = connection.scheduler().schedule(pause, () -> connection.execute(this::resume));
            } catch (RuntimeException | Error e) {
                Calls.log("Message " + delivery.id() + " goes back to its queue: its retry cannot be scheduled", e);
                stopPausing();
            }
            Calls.notify(
                    connection.config().listener(), listener -> listener.moveDelayed(delivery.id(), reason, pause));
            if (closing) {
                stopPausing();
            }
        }

        private void resume() {
            if (pausing.remove(this)) {
                safely(this::attempt);
            }
        }

        /** Only the caller that removes the move from the set continues with it. */
        private void stopPausing() {
            if (pausing.remove(this)) {
                next.cancel();
                settler.giveBack(delivery);
            }
        }

        /** Rejects the message: redelivered, it would only fail in the same way again and again. */
        private void reject() {
            LOG.error(
                    "Message {} can neither be retried nor parked ({}); it is rejected, and lost unless its queue has a"
                            + " dead-letter exchange",
                    delivery.id(),
                    problem);
            Calls.notify(connection.config().listener(), listener -> listener.rejected(delivery.id(), problem));
            settler.reject(delivery);
        }
    }
}
