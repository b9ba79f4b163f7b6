package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.testkit.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** How each move ends, in virtual time and on a real broker. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class MessageMoverTest {

    private final TestBroker server = new TestBroker();
    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
    private final ManagedConnection connection = new ManagedConnection(
            BrokerConfig.builder(TestBroker.uri()).listener(new Events()).build(), "publish", time, executor);
    private final QueueTopology topology = server.compatible();
    private final Channel channel = server.newChannel();
    private final String full;
    private final Publisher publisher;
    private final MessageMover moves;
    private Optional<EncodedMessage> smaller = Optional.empty();

    MessageMoverTest() throws Exception {
        full = channel.queueDeclare("", false, true, true, Map.of("x-max-length", 1, "x-overflow", "reject-publish"))
                .getQueue();
        server.publish(full, new BasicProperties(), new byte[1]);
        connection.connect();
        PublisherConfig config = PublisherConfig.builder()
                .timeout(Duration.ofSeconds(10))
                .windowBytes(Long.MAX_VALUE)
                .build();
        publisher = new Publisher(connection, "tests", config, executor, topology::declare);
        moves = new MessageMover(connection, publisher, new Settler(), delivery -> smaller);
    }

    @AfterEach
    void close() throws Exception {
        publisher.close();
        connection.close();
        executor.shutdownNow();
        server.close();
    }

    @Test
    void movedMessageIsAcknowledged() throws Exception {
        move(topology.parkedQueue(), 10);

        assertThat(next()).isEqualTo("parked");
        assertThat(next()).isEqualTo("acknowledged");
        assertThat(server.take(topology.parkedQueue())).hasSize(1);
    }

    @Test
    void pausesGrowAndThenTheMessageGoesBack() throws Exception {
        move(full, 10);

        for (int seconds = 1; seconds <= 4; seconds *= 2) {
            assertThat(next()).startsWith("not moved").contains("basic.nack").endsWith("PT" + seconds + "S");
            time.advance(Duration.ofSeconds(seconds));
        }

        assertThat(next()).startsWith("given back: ").contains("basic.nack");
        assertThat(next()).isEqualTo("back");
    }

    @Test
    void aMessageIsMovedOnceThereIsRoomForIt() throws Exception {
        move(full, 10);
        assertThat(next()).startsWith("not moved");
        assertThat(channel.basicGet(full, true).getBody()).hasSize(1);

        time.advance(Duration.ofSeconds(1));

        assertThat(next()).isEqualTo("parked");
        assertThat(next()).isEqualTo("acknowledged");
        assertThat(channel.basicGet(full, true).getBody()).hasSize(10);
    }

    @Test
    void closingEndsAPause() throws Exception {
        move(full, 10);
        assertThat(next()).startsWith("not moved");

        moves.close();

        assertThat(next()).isEqualTo("back");
        move(full, 10);
        assertThat(next()).startsWith("given back: ");
        assertThat(next()).isEqualTo("back");
        assertThat(happened).isEmpty();
    }

    /** As after the broker's limit was lowered, or with a message handed over by another broker. */
    @Test
    void messageTooLargeForTheBrokerIsRejected() throws Exception {
        move(topology.parkedQueue(), server.largestMessage() + 1);

        assertThat(next()).startsWith("rejected: TooLarge");
        assertThat(next()).isEqualTo("dropped");
    }

    @Test
    void messageTooLargeForTheBrokerIsMovedInASmallerForm() throws Exception {
        connection.noteLargestMessage(Objects.requireNonNull(connection.current()), 1000);
        smaller = Optional.of(new EncodedMessage(new byte[1000], "text/plain", Map.of("form", "small")));

        move(
                topology.parkedQueue(),
                1001,
                new BasicProperties.Builder()
                        .messageId("one")
                        .headers(Map.of(JsonMessages.ENCODING, "raw", Headers.DELIVERY, 3, "form", "large"))
                        .build());

        assertThat(next()).isEqualTo("parked");
        assertThat(next()).isEqualTo("acknowledged");
        GetResponse got = server.take(topology.parkedQueue()).get(0);
        assertThat(got.getBody()).hasSize(1000);
        assertThat(got.getProps().getMessageId()).isEqualTo("one");
        assertThat(got.getProps().getContentType()).isEqualTo("text/plain");
        assertThat(Headers.text(got.getProps())).isEqualTo(Map.of(Headers.DELIVERY, "3", "form", "small"));
    }

    @Test
    void messageWhoseSmallerFormIsTooLargeIsRejected() throws Exception {
        connection.noteLargestMessage(Objects.requireNonNull(connection.current()), 1000);
        smaller = Optional.of(new EncodedMessage(new byte[1001], null, Map.of()));

        move(topology.parkedQueue(), 2000);

        assertThat(next()).isEqualTo("rejected: " + new TooLarge(1001, 1000));
        assertThat(next()).isEqualTo("dropped");
    }

    @Test
    void aMessageWhoseChannelIsClosedIsReleased() throws Exception {
        channel.close();

        move(topology.parkedQueue(), 10);

        assertThat(next()).isEqualTo("released");
        assertThat(happened).isEmpty();
    }

    private void move(String queue, int size) {
        move(queue, size, new BasicProperties.Builder().messageId("one").build());
    }

    private void move(String queue, int size, BasicProperties properties) {
        Delivery delivery = new Delivery(new Envelope(1, false, "", topology.queue()), properties, new byte[size]);
        moves.move(new UnsettledDelivery(channel, delivery), queue, properties, sink -> sink.parked("one", "no good"));
    }

    private String next() throws InterruptedException {
        @Nullable String event = happened.poll(30, TimeUnit.SECONDS);
        return Objects.requireNonNull(event, "nothing happened within 30 s");
    }

    private final class Events implements BrokerListener {

        @Override
        public void parked(@Nullable String messageId, String reason) {
            happened.add("parked");
        }

        @Override
        public void moveDelayed(@Nullable String messageId, String reason, Duration pause) {
            happened.add("not moved: " + reason + " for " + pause);
        }

        @Override
        public void requeued(@Nullable String messageId, String reason) {
            happened.add("given back: " + reason);
        }

        @Override
        public void rejected(@Nullable String messageId, String reason) {
            happened.add("rejected: " + reason);
        }
    }

    private final class Settler implements MessageMover.Settler {

        @Override
        public void acknowledge(UnsettledDelivery delivery) {
            happened.add("acknowledged");
        }

        @Override
        public void reject(UnsettledDelivery delivery) {
            happened.add("dropped");
        }

        @Override
        public void giveBack(UnsettledDelivery delivery) {
            happened.add("back");
        }

        @Override
        public void release() {
            happened.add("released");
        }
    }
}
