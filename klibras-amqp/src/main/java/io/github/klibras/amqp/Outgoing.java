package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.github.klibras.core.queue.PublishOutcome;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A message on its way to the broker. Its mutable part is guarded by the publisher's lock. */
final class Outgoing {

    final String exchange;
    final String routingKey;
    final boolean mandatory;
    final BasicProperties properties;
    final int size;
    final CompletableFuture<PublishOutcome> result = new CompletableFuture<>();

    /** Checked before writing: a message that is no longer wanted is not sent. */
    BooleanSupplier wanted = () -> true;

    /** Whether a thread waits for the outcome, and no other action depends on it. */
    boolean awaited;

    /** Released as soon as the outcome is known, even if the broker never answers. */
    byte @Nullable [] body;

    long deadline;

    /** Whether it was in flight on a channel that the broker closed for something that was done on it. */
    boolean suspect;

    /** Whether the client or the broker refuses the message itself; written before the outcome is. */
    boolean unacceptable;

    @Nullable
    String returned;

    @Nullable
    PublishOutcome outcome;

    private Outgoing(String exchange, String routingKey, boolean mandatory, BasicProperties properties, byte[] body) {
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.mandatory = mandatory;
        this.properties = properties;
        this.body = body;
        this.size = body.length;
    }

    /** Returns a message that has to reach a queue. */
    static Outgoing toQueue(String queue, BasicProperties properties, byte[] body) {
        return new Outgoing("", queue, true, properties, body);
    }

    /** Returns a message for any subscribers of an exchange. */
    static Outgoing toExchange(String exchange, BasicProperties properties, byte[] body) {
        return new Outgoing(exchange, "", false, properties, body);
    }

    Outgoing awaited() {
        awaited = true;
        return this;
    }

    Outgoing asLongAs(BooleanSupplier wanted) {
        this.wanted = wanted;
        return this;
    }

    boolean done() {
        return outcome != null;
    }

    /**
     * Reports the outcome, once there is one. Throws nothing: a failing dependent action is not the
     * publisher's concern.
     */
    void report() {
        try {
            result.complete(outcome);
        } catch (Throwable e) {
            Calls.log("What follows the outcome of a message failed", e);
        }
    }
}
