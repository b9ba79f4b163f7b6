package io.github.klibras.amqp;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Listener for events between this process and the broker, for metrics, logs and alarms.
 *
 * <p>Methods are called on the thread where the event occurs, and must be fast and thread-safe. Exceptions they throw
 * are logged and have no other effect.
 */
public interface BrokerListener {

    /** Does nothing. */
    BrokerListener NONE = new BrokerListener() {};

    /**
     * A connection is open, for the first time or again.
     *
     * @param connection its name
     */
    default void connected(String connection) {}

    /**
     * A connection was lost, or could not be opened; it will be tried again. If the host's scheduler refuses the next
     * attempt, this is called again with that reason, and the attempt is made at the next publish or subscription, or
     * when {@link Broker#connected} is called.
     *
     * @param connection its name
     * @param reason what the broker or the network said
     */
    default void disconnected(String connection, String reason) {}

    /**
     * The broker accepts no more messages for the time being, for lack of memory or disk.
     *
     * @param connection its name
     * @param reason what the broker said
     */
    default void blocked(String connection, String reason) {}

    /**
     * The broker accepts messages again.
     *
     * @param connection its name
     */
    default void unblocked(String connection) {}

    /**
     * A channel was closed, or could not be set up, although the connection is open; it will be tried again, as with a
     * connection.
     *
     * @param purpose what the channel is for
     * @param reason what the broker said
     */
    default void channelLost(String purpose, String reason) {}

    /**
     * A message will be delivered again.
     *
     * @param messageId its id, usually that of the job, or {@code null} if it has none
     * @param delivery which delivery it was, 1 for the first
     * @param delay how long until then
     */
    default void retried(@Nullable String messageId, int delivery, Duration delay) {}

    /**
     * A message was put aside.
     *
     * @param messageId its id, usually that of the job, or {@code null} if it has none
     * @param reason why
     */
    default void parked(@Nullable String messageId, String reason) {}

    /**
     * A message could be neither delayed nor parked, since the broker is away or has no room. It is tried again
     * after a pause; meanwhile the message stays in hand.
     *
     * @param messageId its id, usually that of the job, or {@code null} if it has none
     * @param reason the outcome of the attempt
     * @param pause until the next attempt
     */
    default void moveDelayed(@Nullable String messageId, String reason, Duration pause) {}

    /**
     * A message could not be delayed or parked for too long, or its subscription is being closed; it was returned to
     * its queue, which delivers it again.
     *
     * @param messageId its id, usually that of the job, or {@code null} if it has none
     * @param reason the outcome of the last attempt
     */
    default void requeued(@Nullable String messageId, String reason) {}

    /**
     * A message can be neither delayed nor parked, since the client or the broker does not accept its copy, even with
     * the fewest headers. It was rejected: it is lost, unless its queue has a dead-letter exchange.
     *
     * @param messageId its id, usually that of the job, or {@code null} if it has none
     * @param reason why its copy is not accepted
     */
    default void rejected(@Nullable String messageId, String reason) {}
}
