package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.queue.EncodedMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The broker named by KLIBRAS_AMQP_URI, for one test, with queues of its own and a plain client connection to inspect
 * them. Closing it deletes the queues.
 */
final class TestBroker implements AutoCloseable {

    private static final @Nullable String URI = System.getenv("KLIBRAS_AMQP_URI");

    /** RabbitMQ 3.10 accepts 128 MiB, and 4.0 accepts 16. */
    private static final int LARGER_THAN_ANY_DEFAULT = 128 * 1024 * 1024 + 1;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<QueueTopology> topologies = new ArrayList<>();
    private final Connection connection;
    private final Channel channel;

    TestBroker() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(uri());
        // By default, the client reads less than RabbitMQ 3.10 accepts.
        factory.setMaxInboundMessageBodySize(2 * LARGER_THAN_ANY_DEFAULT);
        connection = factory.newConnection("klibras-test");
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    /** For conditions; logs a warning if there is none. */
    static boolean available() {
        if (URI == null) {
            Logger.getLogger(TestBroker.class.getName())
                    .warning("RabbitMQ is not tested: KLIBRAS_AMQP_URI is not set; tools/broker starts a server");
        }
        return URI != null;
    }

    static String uri() {
        return Objects.requireNonNull(URI, "KLIBRAS_AMQP_URI is not set");
    }

    Scheduler scheduler() {
        return Scheduler.on(timer);
    }

    Channel channel() {
        return channel;
    }

    Broker connect() {
        return Broker.connect(BrokerConfig.builder(uri()).build(), scheduler());
    }

    Channel newChannel() throws IOException {
        return connection.createChannel();
    }

    QueueTopology compatible() {
        return own(QueueTopology.compatible("test-" + UUID.randomUUID()));
    }

    QueueTopology quorum() {
        return own(QueueTopology.quorum("test-" + UUID.randomUUID()));
    }

    /** Short steps, so that tests of retries do not take minutes. */
    private QueueTopology own(QueueTopology topology) {
        QueueTopology quick =
                topology.withRetrySteps(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMillis(2000));
        topologies.add(quick);
        return quick;
    }

    /** Puts a message into a queue as a foreign client would. */
    void publish(String queue, EncodedMessage message) {
        publish(
                queue,
                new BasicProperties.Builder()
                        .contentType(message.contentType())
                        .headers(new HashMap<>(message.headers()))
                        .build(),
                message.body());
    }

    void publish(String queue, BasicProperties properties, byte[] body) {
        try {
            channel.basicPublish("", queue, properties, body);
            channel.waitForConfirmsOrDie(20_000);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a queue has at least this many messages. */
    void awaitMessages(String queue, int count) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (channel.messageCount(queue) < count) {
            if (System.nanoTime() > end) {
                throw new AssertionError("There are not " + count + " messages in " + queue + " after 20 s");
            }
        }
    }

    /** Takes all messages out of a queue. */
    List<GetResponse> take(String queue) {
        List<GetResponse> taken = new ArrayList<>();
        try {
            for (GetResponse got = channel.basicGet(queue, true); got != null; got = channel.basicGet(queue, true)) {
                taken.add(got);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return taken;
    }

    /** Returns the size of the largest message that this broker accepts, in bytes, as stated when it refuses one. */
    int largestMessage() throws Exception {
        Channel probing = connection.createChannel();
        probing.confirmSelect();
        try {
            probing.basicPublish("", "nowhere", null, new byte[LARGER_THAN_ANY_DEFAULT]);
            probing.waitForConfirmsOrDie(60_000);
        } catch (ShutdownSignalException e) {
            Matcher refusal = Pattern.compile("max size (\\d+)").matcher(String.valueOf(e.getMessage()));
            if (refusal.find()) {
                return Integer.parseInt(refusal.group(1));
            }
            throw e;
        }
        probing.close();
        return Assumptions.abort("The broker takes more than " + LARGER_THAN_ANY_DEFAULT + " bytes");
    }

    static Map<String, Object> headers(GetResponse got) {
        return got.getProps().getHeaders() == null ? Map.of() : got.getProps().getHeaders();
    }

    @Override
    public void close() throws Exception {
        try (Channel cleaning = connection.createChannel()) {
            for (QueueTopology topology : topologies) {
                for (String queue : topology.queues()) {
                    cleaning.queueDelete(queue);
                }
            }
        }
        connection.close();
        timer.shutdownNow();
    }
}
