package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
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
import io.github.klibras.testkit.queue.TextMessageFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Delivery of messages while consumers, channels, connections and queues come and go. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class AmqpConsumingTest {

    private static final JobId ID = new JobId("one");
    private static final Video VIDEO = Video.of(new byte[] {1, 2, 3});

    private final TestBroker server = new TestBroker();
    private final TestProxy proxy = new TestProxy(TestBroker.uri());
    private final Events events = new Events();
    private final Broker broker = Broker.connect(
            BrokerConfig.builder(proxy.uri())
                    .reconnectPauses(Backoff.fixed(Duration.ofMillis(50)))
                    .connectionTimeout(Duration.ofSeconds(2))
                    .listener(events)
                    .traceContext(new BaggageOfTests())
                    .build(),
            server.scheduler());
    private final QueueTopology topology = server.compatible();
    private final ParkedMessages parked = broker.parked(topology);
    private final BlockingQueue<JobMessage> handled = new LinkedBlockingQueue<>();

    AmqpConsumingTest() throws Exception {}

    @BeforeEach
    void declare() {
        broker.declare(topology);
    }

    @AfterEach
    void close() throws Exception {
        proxy.thaw();
        proxy.comeBack();
        broker.close();
        proxy.close();
        server.close();
    }

    @Test
    void consumingGoesOnAfterALostConnection() throws Exception {
        JobSource.Subscription subscription = consume(message -> new Done());
        try (subscription) {
            publish("one");
            assertThat(next().jobId().value()).isEqualTo("one");

            proxy.cut();
            publish("two");

            String id = next().jobId().value();
            // The acknowledgement of the first one may have been lost with the connection.
            assertThat(id.equals("one") ? next().jobId().value() : id).isEqualTo("two");
            assertThat(events.disconnected).isNotEmpty();
        }
    }

    @Test
    void messageInHandIsRedeliveredAfterALostConnection() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        JobSource.Subscription subscription = consume(message -> {
            await(cut);
            return new Done();
        });
        try (subscription) {
            publish("one");
            assertThat(next().jobId().value()).isEqualTo("one");

            proxy.cut();
            cut.countDown();

            assertThat(next().jobId().value()).isEqualTo("one");
        }
        assertThat(server.take(topology.queue())).isEmpty();
    }

    @Test
    void messageRedeliveredOverSeveralConnectionsIsHandledOnce() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        JobSource.Subscription subscription = consume(message -> {
            await(release);
            return new Done();
        });
        try (subscription) {
            publish("one");
            next();
            for (int i = 1; i <= 4; i++) {
                int connections = events.connections.get();
                proxy.cut();
                while (events.connections.get() < connections + 2 || !isDelivered()) {
                    Thread.onSpinWait();
                }
            }
            release.countDown();

            assertThat(next().jobId().value()).isEqualTo("one");
            publish("two");
            assertThat(next().jobId().value()).isEqualTo("two");
        }
    }

    private boolean isDelivered() throws IOException {
        var queue = server.channel().queueDeclarePassive(topology.queue());
        return queue.getConsumerCount() == 1 && queue.getMessageCount() == 0;
    }

    @Test
    void consumingGoesOnAfterTheQueueWasDeleted() throws Exception {
        JobSource.Subscription subscription = consume(message -> new Done());
        try (subscription) {
            publish("one");
            next();

            server.channel().queueDelete(topology.queue());
            events.awaitChannelLost();
            awaitQueue();
            publish("two");

            assertThat(next().jobId().value()).isEqualTo("two");
        }
    }

    @Test
    void longDelayTakesSeveralStepsButCountsOneDelivery() throws Exception {
        Map<String, Integer> deliveries = new ConcurrentHashMap<>();
        AmqpJobSource source = source(ConsumerConfig.defaults());
        JobHandler handler = handler((message, delivery) -> {
            deliveries.merge(message.jobId().value(), delivery, Math::max);
            return delivery == 1 ? new RetryAfter(Duration.ofMillis(4100)) : new Done();
        });
        JobSource.Subscription subscription = source.consume(1, handler);
        try (subscription) {
            publish("one");
            next();
            long started = System.nanoTime();

            next();

            assertThat(Duration.ofNanos(System.nanoTime() - started))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(4100))
                    .isLessThan(Duration.ofMillis(8000));
        }
        assertThat(deliveries).containsEntry("one", 2);
    }

    @Test
    void poisonMessageIsParkedAfterMaxDeliveriesAndOthersFlowOn() throws Exception {
        AmqpJobSource source = source(ConsumerConfig.builder()
                .failurePauses(Backoff.fixed(Duration.ofMillis(50)))
                .maxDeliveries(3)
                .build());
        JobHandler handler = handler((message, delivery) -> {
            if (message.jobId().value().equals("poison")) {
                throw new IllegalStateException("on purpose, for a test");
            }
            return new Done();
        });
        JobSource.Subscription subscription = source.consume(1, handler);
        try (subscription) {
            publish("poison");
            publish("good");
            assertThat(List.of(next(), next(), next(), next()))
                    .extracting(message -> message.jobId().value())
                    .containsExactlyInAnyOrder("poison", "poison", "poison", "good");
            events.awaitParked();
        }

        assertThat(parked.list(10)).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo("poison");
            assertThat(message.delivery()).isEqualTo(3);
            assertThat(message.reason()).isEqualTo("Handling it failed at delivery 3: IllegalStateException");
            assertThat(message.parkedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        });
    }

    @Test
    void parkedMessagesOfAPersonAreErased() throws Exception {
        park("by user", AmqpJobMessageFormat.base64().encode(new JobMessage(new JobId("a"), 7, "x", VIDEO)));
        park("raw, by user", AmqpJobMessageFormat.raw().encode(new JobMessage(new JobId("b"), 7, "x", VIDEO)));
        park("by job", AmqpJobMessageFormat.hex().encode(new JobMessage(new JobId("c"), 8, "x", VIDEO)));
        park(
                "cut off",
                new EncodedMessage(
                        "{\"job_id\":\"d\",\"user_id\":7,\"vid".getBytes(StandardCharsets.UTF_8), null, Map.of()));
        park("another's", AmqpJobMessageFormat.base64().encode(new JobMessage(new JobId("e"), 8, "x", VIDEO)));
        park("nonsense", new EncodedMessage(new byte[] {1}, null, Map.of()));
        park("by id", new EncodedMessage(new byte[] {1}, null, Map.of()));

        assertThat(parked.eraseParked(7, List.of(new JobId("c"), new JobId("by id"))))
                .isEqualTo(5);

        assertThat(parked.list(10)).extracting(ParkedMessage::id).containsExactly("another's", "nonsense");
    }

    private void park(String id, EncodedMessage message) {
        server.publish(topology.parkedQueue(), Headers.of(message, id, Map.of()), message.body());
    }

    @Test
    void parkedMessagesAreListedReplayedAndDiscarded() throws Exception {
        for (String id : List.of("one", "two", "three")) {
            BasicProperties properties =
                    new BasicProperties.Builder().messageId(id).build();
            server.publish(
                    topology.parkedQueue(),
                    Headers.forParking(properties, "no good", Instant.EPOCH),
                    new TextMessageFormat().encode(message(id)).body());
        }

        assertThat(parked.list(2)).extracting(ParkedMessage::id).containsExactly("one", "two");
        assertThat(parked.discard(message -> "two".equals(message.id()))).isEqualTo(1);
        assertThat(parked.list(10)).extracting(ParkedMessage::id).containsExactly("one", "three");
        assertThat(parked.replay(message -> "three".equals(message.id()))).isEqualTo(1);
        assertThat(parked.size()).isEqualTo(1);

        GetResponse replayed = server.take(topology.queue()).get(0);
        assertThat(replayed.getProps().getMessageId()).isEqualTo("three");
        assertThat(TestBroker.headers(replayed)).isEmpty();
    }

    @Test
    void foreignHeadersDoNoHarm() throws Exception {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("one")
                .userId("guest")
                .expiration("3600000")
                .correlationId("theirs")
                .headers(Map.of(
                        "CC",
                        List.of(topology.parkedQueue()),
                        Headers.DELIVERY,
                        "nonsense",
                        Headers.WAIT,
                        "nonsense",
                        "theirs",
                        List.of(Map.of("a", 1))))
                .build();
        server.publish(
                topology.queue(),
                properties,
                new TextMessageFormat().encode(message("one")).body());
        assertThat(server.take(topology.parkedQueue())).hasSize(1);

        JobSource.Subscription subscription = consume(message -> new Park("no good"));
        try (subscription) {
            next();
            events.awaitParked();
        }

        GetResponse got = server.take(topology.parkedQueue()).get(0);
        assertThat(got.getProps().getExpiration()).isNull();
        assertThat(got.getProps().getUserId()).isNull();
        assertThat(got.getProps().getCorrelationId()).isEqualTo("theirs");
        assertThat(TestBroker.headers(got))
                .containsKeys("theirs", Headers.REASON)
                .doesNotContainKey("CC");
        assertThat(server.take(topology.parkedQueue())).isEmpty();
    }

    @Test
    void traceReachesTheHandlerAndSurvivesRetries() throws Exception {
        AmqpJobQueue queue = broker.queue(topology, new TextMessageFormat(), PublisherConfig.defaults());
        ConcurrentLinkedQueue<String> traces = new ConcurrentLinkedQueue<>();
        JobHandler handler = handler((message, delivery) -> {
            traces.add(BaggageOfTests.CURRENT.get());
            return delivery == 1 ? new RetryAfter(Duration.ofMillis(50)) : new Done();
        });
        try (JobSource.Subscription subscription =
                source(ConsumerConfig.defaults()).consume(1, handler)) {
            BaggageOfTests.CURRENT.set("trace-1");
            queue.publishAndWait(message("one"));
            next();
            next();
        } finally {
            BaggageOfTests.CURRENT.remove();
        }
        assertThat(traces).containsExactly("trace-1", "trace-1");
    }

    @Test
    void closingGivesUpAfterTheDrainTimeoutAndTheMessageIsRedelivered() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AmqpJobSource source = source(
                ConsumerConfig.builder().drainTimeout(Duration.ofMillis(300)).build());
        JobSource.Subscription subscription = source.consume(1, handler((message, delivery) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new IllegalStateException("given up", e);
            }
            return new Done();
        }));
        publish("one");
        next();

        subscription.close();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        JobSource.Subscription other = consume(message -> new Done());
        try (other) {
            assertThat(next().jobId().value()).isEqualTo("one");
        }
    }

    @Test
    void retryRefusedByTheBrokerIsMovedOnceItCanBe() throws Exception {
        Map<String, Integer> calls = new ConcurrentHashMap<>();
        JobSource.Subscription subscription =
                consume(message -> calls.merge(message.jobId().value(), 1, Integer::sum) == 1
                        ? new RetryAfter(Duration.ofMillis(50))
                        : new Done());
        try (subscription) {
            // Once declared, the queues are not declared again while the channels are open.
            publish("first");
            next();
            next();
            server.channel().queueDelete(topology.retryQueue(Duration.ofMillis(100)));

            publish("one");
            next();
            next();
        }

        assertThat(events.moveDelayed).singleElement().asString().contains("one: ", "NO_ROUTE", "after PT1S");
        assertThat(events.requeued).isEmpty();
        assertThat(calls).containsEntry("one", 2);
    }

    /** By default, the client reads 64 MiB; RabbitMQ 3.10 accepts more than that. */
    @Test
    void messageOfSeventyMillionBytesOrTheBrokersLimitIsDelivered() throws Exception {
        int size = Math.min(35_000_000, server.largestMessage() / 2 - 1000);
        byte[] body = new TextMessageFormat()
                .encode(new JobMessage(new JobId("large"), 7, "bom_dia", Video.of(new byte[size])))
                .body();
        JobSource.Subscription subscription = consume(message -> new Park("too large for me"));
        try (subscription) {
            server.publish(topology.queue(), new EncodedMessage(body, null, Map.of()));

            assertThat(next().video().size()).isEqualTo(size);
            events.awaitParked();
        }
        assertThat(parked.list(1).get(0).message().body()).isEqualTo(body);
    }

    /** Simulates a message that kills its worker each time. */
    @Test
    void aMessageThatIsNeverAcknowledgedIsParkedByAQuorumQueue() throws Exception {
        QueueTopology quorum = server.quorum().withDeliveryLimit(2);
        broker.declare(quorum);
        server.publish(
                quorum.queue(),
                new BasicProperties.Builder().messageId("deadly").build(),
                new byte[] {1});
        int deliveries = 0;
        while (server.channel().messageCount(quorum.parkedQueue()) == 0) {
            try (var channel = server.newChannel()) {
                deliveries += channel.basicGet(quorum.queue(), false) == null ? 0 : 1;
            }
        }

        assertThat(deliveries).isEqualTo(3);
        assertThat(broker.parked(quorum).list(1)).extracting(ParkedMessage::id).containsExactly("deadly");
    }

    /** RabbitMQ 4 limits every quorum queue to 20 deliveries by default; the queue of jobs is limited to 2 here. */
    @Test
    void retriesAndInspectionsDoNotCountTowardsTheDeliveryLimit() throws Exception {
        QueueTopology quorum = server.quorum().withDeliveryLimit(2);
        broker.declare(quorum);
        server.publish(quorum.queue(), new TextMessageFormat().encode(new JobMessage(ID, 7, "bom_dia", VIDEO)));
        AtomicInteger deliveries = new AtomicInteger();
        CountDownLatch given = new CountDownLatch(1);

        try (JobSource.Subscription subscription = broker.source(
                        quorum, new TextMessageFormat(), ConsumerConfig.defaults())
                .consume(1, handler((message, delivery) -> {
                    deliveries.set(delivery);
                    if (delivery <= 25) {
                        return new RetryAfter(Duration.ofMillis(100));
                    }
                    given.countDown();
                    return new Park("enough");
                }))) {
            assertThat(given.await(60, TimeUnit.SECONDS)).isTrue();
            subscription.close();
        }

        assertThat(deliveries).hasValue(26);
        try (ParkedMessages looking = broker.parked(quorum)) {
            for (int look = 0; look < 25; look++) {
                server.awaitMessages(quorum.parkedQueue(), 1);
                assertThat(looking.list(1)).extracting(ParkedMessage::reason).containsExactly("enough");
            }
        }
    }

    @Test
    void handlerErrorIsTreatedLikeAnException() throws Exception {
        AmqpJobSource source = source(ConsumerConfig.builder()
                .failurePauses(Backoff.fixed(Duration.ofMillis(50)))
                .build());
        JobHandler handler = handler((message, delivery) -> {
            if (delivery == 1) {
                throw new AssertionError("on purpose, for a test");
            }
            return new Done();
        });
        JobSource.Subscription subscription = source.consume(1, handler);
        try (subscription) {
            publish("one");
            next();

            assertThat(next().jobId().value()).isEqualTo("one");
        }
    }

    @Test
    void runLimitMustBeBelowTheBrokersTimeout() {
        ConsumerConfig.Builder builder = ConsumerConfig.builder().runLimit(Duration.ofMinutes(30));

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("run limit PT30M")
                .hasMessageContaining("consumer timeout PT30M");
    }

    private JobSource.Subscription consume(Function<JobMessage, Disposition> answer) {
        return source(ConsumerConfig.defaults()).consume(1, handler((message, delivery) -> answer.apply(message)));
    }

    private AmqpJobSource source(ConsumerConfig config) {
        return broker.source(topology, new TextMessageFormat(), config);
    }

    private interface Answer {
        Disposition to(JobMessage message, int delivery);
    }

    private JobHandler handler(Answer answer) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                handled.add(message);
                return answer.to(message, delivery);
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return new Park("malformed");
            }
        };
    }

    private JobMessage next() throws InterruptedException {
        @Nullable JobMessage message = handled.poll(20, TimeUnit.SECONDS);
        return Objects.requireNonNull(message, "nothing was delivered within 20 s");
    }

    private void publish(String id) {
        server.publish(
                topology.queue(),
                new BasicProperties.Builder().messageId(id).build(),
                new TextMessageFormat().encode(message(id)).body());
    }

    private void awaitQueue() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try (var channel = server.newChannel()) {
                channel.queueDeclarePassive(topology.queue());
                return;
            } catch (IOException | TimeoutException e) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JobMessage message(String id) {
        return new JobMessage(new JobId(id), 7, "bom_dia", Video.of(new byte[] {1, 2, 3}));
    }

    private static final class Events implements BrokerListener {

        private final AtomicInteger connections = new AtomicInteger();
        private final ConcurrentLinkedQueue<String> disconnected = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> requeued = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<String> moveDelayed = new ConcurrentLinkedQueue<>();
        private final CountDownLatch channelLost = new CountDownLatch(1);
        private final CountDownLatch parked = new CountDownLatch(1);

        @Override
        public void connected(String connection) {
            connections.incrementAndGet();
        }

        @Override
        public void disconnected(String connection, String reason) {
            disconnected.add(connection + ": " + reason);
        }

        @Override
        public void channelLost(String purpose, String reason) {
            channelLost.countDown();
        }

        @Override
        public void parked(@Nullable String messageId, String reason) {
            parked.countDown();
        }

        @Override
        public void moveDelayed(@Nullable String messageId, String reason, Duration pause) {
            moveDelayed.add(messageId + ": " + reason + " after " + pause);
        }

        @Override
        public void requeued(@Nullable String messageId, String reason) {
            requeued.add(messageId + ": " + reason);
        }

        void awaitChannelLost() {
            await(channelLost);
        }

        void awaitParked() {
            await(parked);
        }
    }

    private static final class BaggageOfTests implements TraceContext {

        private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

        @Override
        public Map<String, String> capture() {
            String current = CURRENT.get();
            return current == null ? Map.of() : Map.of("traceparent", current);
        }

        @Override
        public Scope resume(Map<String, String> headers) {
            CURRENT.set(headers.get("traceparent"));
            return CURRENT::remove;
        }
    }
}
