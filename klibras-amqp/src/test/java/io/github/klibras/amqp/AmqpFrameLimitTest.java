package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Foreign messages whose headers leave no room for ours, and compressed ones: each is settled, and others flow on. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class AmqpFrameLimitTest {

    private static final String FILLER = "filler";
    private static final JobMessage MESSAGE =
            new JobMessage(new JobId("one"), 7, "bom_dia", Video.of(new byte[] {1, 2, 3}));
    private static final JobMessage GOOD =
            new JobMessage(new JobId("good"), 7, "bom_dia", Video.of(new byte[] {1, 2, 3}));

    private final TestBroker server = new TestBroker();
    private final Events events = new Events();
    private final Broker broker = Broker.connect(
            BrokerConfig.builder(TestBroker.uri()).listener(events).build(), server.scheduler());
    private final QueueTopology topology = server.compatible();
    private final ParkedMessages parked = broker.parked(topology);
    private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

    AmqpFrameLimitTest() throws Exception {}

    @BeforeEach
    void declare() {
        broker.declare(topology);
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        server.close();
    }

    @Test
    void malformedMessageWithFrameFillingHeadersIsParkedWithItsReason() throws Exception {
        try (JobSource.Subscription open = consume(new Done())) {
            publish(
                    new BasicProperties.Builder().messageId("one"),
                    Map.of(),
                    "nonsense".getBytes(StandardCharsets.UTF_8));
            publishGood();

            assertThat(next()).startsWith("malformed: This is not a job message");
            assertThat(next()).isEqualTo("good at 1");
            assertThat(events.next()).isEqualTo("one parked: malformed");
            open.close();
        }

        assertThat(parked.list(10)).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo("one");
            assertThat(message.reason()).isEqualTo("malformed");
            assertThat(message.message().body()).isEqualTo("nonsense".getBytes(StandardCharsets.UTF_8));
            assertThat(message.message().headers())
                    .containsEntry(Headers.DROPPED, "1")
                    .doesNotContainKey(FILLER);
        });
        assertThat(server.take(topology.queue())).isEmpty();
    }

    @Test
    void messageWithFrameFillingHeadersIsRetried() throws Exception {
        try (JobSource.Subscription open = consume(new RetryAfter(Duration.ofMillis(50)))) {
            EncodedMessage encoded = AmqpJobMessageFormat.base64().encode(MESSAGE);
            publish(new BasicProperties.Builder().messageId("one"), encoded.headers(), encoded.body());
            publishGood();

            assertThat(List.of(next(), next(), next())).containsExactlyInAnyOrder("one at 1", "good at 1", "one at 2");
            open.close();
        }

        assertThat(server.take(topology.queue())).isEmpty();
        assertThat(parked.list(10)).isEmpty();
    }

    @Test
    void retriedRawMessageKeepsItsOwnHeaders() throws Exception {
        try (JobSource.Subscription open = consume(new RetryAfter(Duration.ofMillis(50)))) {
            EncodedMessage encoded = AmqpJobMessageFormat.raw().encode(MESSAGE);
            publish(new BasicProperties.Builder(), encoded.headers(), encoded.body());

            assertThat(List.of(next(), next())).containsExactly("one at 1", "one at 2");
            open.close();
        }

        assertThat(server.take(topology.queue())).isEmpty();
    }

    /** It cannot be retried unchanged, so its job has to be notified. */
    @Test
    void rawMessageWhoseOwnHeadersFillAFrameFailsItsJobAndIsParked() throws Exception {
        try (JobSource.Subscription open = consume(new RetryAfter(Duration.ofMillis(50)))) {
            Map<String, Object> headers =
                    new HashMap<>(AmqpJobMessageFormat.raw().encode(MESSAGE).headers());
            headers.put("expected_action", "x".repeat(130_000));
            server.publish(
                    topology.queue(),
                    new BasicProperties.Builder().headers(headers).build(),
                    new byte[] {1, 2, 3});

            assertThat(next()).isEqualTo("one at 1");
            assertThat(next())
                    .isEqualTo("malformed: This is not a job message: header expected_action is missing of one");
            assertThat(events.next()).isEqualTo("null parked: malformed");
            open.close();
        }

        assertThat(parked.list(10)).hasSize(1);
        assertThat(server.take(topology.queue())).isEmpty();
    }

    @Test
    void parkedMessageWithFrameFillingHeadersIsReplayed() throws Exception {
        EncodedMessage encoded = AmqpJobMessageFormat.base64().encode(MESSAGE);
        server.publish(
                topology.parkedQueue(), filled(new BasicProperties.Builder(), encoded.headers()), encoded.body());

        assertThat(parked.replay(message -> true)).isEqualTo(1);

        GetResponse replayed = server.take(topology.queue()).get(0);
        assertThat(replayed.getBody()).isEqualTo(encoded.body());
        assertThat(parked.size()).isZero();
    }

    @Test
    void compressedMessageFailsItsJobWithAReason() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(AmqpJobMessageFormat.base64().encode(MESSAGE).body());
        }
        try (JobSource.Subscription open = consume(new Done())) {
            server.publish(
                    topology.queue(),
                    new BasicProperties.Builder()
                            .contentType("application/json")
                            .contentEncoding("gzip")
                            .messageId("one")
                            .build(),
                    compressed.toByteArray());

            assertThat(next())
                    .isEqualTo("malformed: The body is compressed (content encoding gzip), which is not supported;"
                            + " publish it uncompressed of one");
            assertThat(events.next()).isEqualTo("one parked: malformed");
            open.close();
        }

        assertThat(parked.list(1).get(0).message().body()).isEqualTo(compressed.toByteArray());
    }

    /** Subscribes a handler that returns this for the first delivery of "one", and {@link Done} for others. */
    private JobSource.Subscription consume(Disposition first) {
        return broker.source(topology, AmqpJobMessageFormat.base64(), ConsumerConfig.defaults())
                .consume(1, new JobHandler() {
                    @Override
                    public Disposition handle(JobMessage message, int delivery) {
                        handled.add(message.jobId() + " at " + delivery);
                        return message.jobId().value().equals("one") && delivery == 1 ? first : new Done();
                    }

                    @Override
                    public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                        handled.add("malformed: " + problem.getMessage()
                                + problem.jobId().map(id -> " of " + id).orElse(""));
                        return new Park("malformed");
                    }
                });
    }

    private void publish(BasicProperties.Builder properties, Map<String, String> headers, byte[] body)
            throws IOException {
        server.publish(topology.queue(), filled(properties, headers), body);
    }

    /** Returns properties as large as the client can write, to the byte. */
    private BasicProperties filled(BasicProperties.Builder properties, Map<String, String> headers) throws IOException {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(FILLER, "");
        int empty = properties.headers(all).build().toFrame(0, 0).size();
        all.put(FILLER, "x".repeat(server.channel().getConnection().getFrameMax() - empty));
        return properties.headers(all).build();
    }

    private void publishGood() {
        EncodedMessage encoded = AmqpJobMessageFormat.base64().encode(GOOD);
        server.publish(topology.queue(), encoded);
    }

    private String next() throws InterruptedException {
        @Nullable String event = handled.poll(20, TimeUnit.SECONDS);
        return Objects.requireNonNull(event, "nothing was handled within 20 s");
    }

    private static final class Events implements BrokerListener {

        private final BlockingQueue<String> parked = new LinkedBlockingQueue<>();

        @Override
        public void parked(@Nullable String messageId, String reason) {
            parked.add(messageId + " parked: " + reason);
        }

        String next() throws InterruptedException {
            @Nullable String event = parked.poll(20, TimeUnit.SECONDS);
            return Objects.requireNonNull(event, "nothing was parked within 20 s");
        }
    }
}
