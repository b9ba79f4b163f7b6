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

    /** Asked before it is written: what nobody wants any more is not sent. */
    BooleanSupplier wanted = () -> true;

    /** A thread waits for the outcome, and nothing else follows it. */
    boolean awaited;

    /** Forgotten as soon as the outcome is known, however long the broker may keep silent about it. */
    byte @Nullable [] body;

    long deadline;

    /** It was on a channel that the broker closed for something that somebody did on it. */
    boolean suspect;

    /** It is the message itself that the client or the broker does not want; written before the outcome is. */
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

    /** A message that has to reach a queue. */
    static Outgoing toQueue(String queue, BasicProperties properties, byte[] body) {
        return new Outgoing("", queue, true, properties, body);
    }

    /** A message for whoever listens. */
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

    /** Reports the outcome, once there is one. Throws nothing: what follows the outcome is not the publisher's problem. */
    void tell() {
        try {
            result.complete(outcome);
        } catch (Throwable e) {
            Calls.log("What follows the outcome of a message failed", e);
        }
    }
}
