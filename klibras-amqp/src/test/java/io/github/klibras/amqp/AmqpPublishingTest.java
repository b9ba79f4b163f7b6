package io.github.klibras.amqp;

import com.rabbitmq.client.GetResponse;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TimedOut;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import io.github.klibras.core.queue.PublishOutcome.Unroutable;
import io.github.klibras.testkit.queue.TextMessageFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Outcomes of publishing when the broker is there, away, frozen or unwilling. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class AmqpPublishingTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    private final TestBroker server = new TestBroker();
    private final TestProxy proxy = new TestProxy(TestBroker.uri());
    private final Broker broker = Broker.connect(
            BrokerConfig.builder(proxy.uri())
                    .reconnectPauses(Backoff.fixed(Duration.ofMillis(50)))
                    .connectionTimeout(Duration.ofSeconds(2))
                    .build(),
            server.scheduler());
    private final QueueTopology topology = server.compatible();

    AmqpPublishingTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        proxy.thaw();
        proxy.comeBack();
        broker.close();
        proxy.close();
        server.close();
    }

    @Test
    void aMessageIsPersistentAndHasTheIdOfItsJob() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());

        assertThat(queue.publishAndWait(message("job-1", 3))).isEqualTo(new Confirmed());

        GetResponse got = server.take(topology.queue()).get(0);
        assertThat(got.getProps().getDeliveryMode()).isEqualTo(2);
        assertThat(got.getProps().getMessageId()).isEqualTo("job-1");
    }

    @Test
    void thousandsOfMessagesAreConfirmedInOrderThroughASmallWindow() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().windowMessages(50).build());

        for (int i = 0; i < 3000; i++) {
            assertThat(queue.publishAndWait(message("job-" + i, 3))).isEqualTo(new Confirmed());
        }

        assertThat(ids(server.take(topology.queue())))
                .isEqualTo(IntStream.range(0, 3000).mapToObj(i -> "job-" + i).toList());
    }

    @Test
    void withoutAQueueTheMessageIsUnroutable() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        server.channel().queueDelete(topology.queue());

        assertThat(queue.publishAndWait(message("lost", 3)))
                .isInstanceOfSatisfying(
                        Unroutable.class,
                        outcome -> assertThat(outcome.reason()).contains(topology.queue(), "NO_ROUTE"));
    }

    @Test
    void aMessageOverTheLimitIsNotSent() throws Exception {
        broker.declare(topology);
        AmqpJobQueue queue =
                queue(PublisherConfig.builder().maxMessageBytes(1000).build());

        assertThat(queue.publish(message("job-1", 2000)).get())
                .isInstanceOfSatisfying(
                        TooLarge.class, outcome -> assertThat(outcome.limit()).isEqualTo(1000));
        assertThat(server.take(topology.queue())).isEmpty();
    }

    /** The broker closes the channel, along with everything else that was on it. */
    @Test
    void messageTooLargeForTheBrokerDoesNotFailOthers() throws Exception {
        int limit = server.largestMessage();
        AmqpJobQueue queue = queue(PublisherConfig.builder()
                .maxMessageBytes(Integer.MAX_VALUE)
                .windowBytes(Long.MAX_VALUE)
                .timeout(Duration.ofMinutes(1))
                .build());
        List<CompletableFuture<PublishOutcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(queue.publish(message("job-" + i, i == 10 ? limit : 1000)));
        }

        for (int i = 0; i < 20; i++) {
            PublishOutcome outcome = outcomes.get(i).get(60, TimeUnit.SECONDS);
            if (i == 10) {
                assertThat(outcome).isEqualTo(new TooLarge(size(limit), limit));
            } else {
                assertThat(outcome).isEqualTo(new Confirmed());
            }
        }
        assertThat(ids(server.take(topology.queue())))
                .hasSizeGreaterThanOrEqualTo(19)
                .doesNotContain("job-10");
    }

    @Test
    void unconfirmedMessagesAreResentWithTheirIdsAfterALostConnection() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.freezeAnswers();
        List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(0, 100)
                .mapToObj(i -> queue.publish(message("job-" + i, 3)))
                .toList();
        server.awaitMessages(topology.queue(), 101);

        proxy.cut();
        proxy.thaw();

        for (CompletableFuture<PublishOutcome> outcome : outcomes) {
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new Confirmed());
        }
        List<String> ids = ids(server.take(topology.queue()));
        assertThat(ids).hasSize(201);
        assertThat(ids.subList(101, 201)).isEqualTo(ids.subList(1, 101));
    }

    @Test
    void messageInFlightIsConfirmedIfTheBrokerComesBackInTime() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.freezeAnswers();
        CompletableFuture<PublishOutcome> outcome = queue.publish(message("job-1", 3));
        proxy.goAway();
        awaitAway();

        proxy.comeBack();
        proxy.thaw();

        assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new Confirmed());
    }

    @Test
    void publishingWithoutAConnectionIsUnavailableAtOnceWithAReason() throws Exception {
        AmqpJobQueue queue =
                queue(PublisherConfig.builder().timeout(Duration.ofHours(1)).build());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.goAway();
        awaitAway();

        assertThat(queue.publish(message("lost", 3)))
                .isCompletedWithValueMatching(outcome -> outcome instanceof Unavailable unavailable
                        && unavailable.reason().contains("there is no connection ("));

        proxy.comeBack();
        assertThat(queue.publishAndWait(message("last", 3))).isEqualTo(new Confirmed());
        assertThat(ids(server.take(topology.queue()))).containsExactly("first", "last");
    }

    /** The channel is opened in the background. */
    @Test
    void newQueueAcceptsMessagesAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (AmqpJobQueue queue = queue(PublisherConfig.defaults())) {
                assertThat(queue.publish(message("job-" + i, 3)).get(20, TimeUnit.SECONDS))
                        .isEqualTo(new Confirmed());
            }
        }
    }

    @Test
    void messageUnavailableWhileTheBrokerIsAwayIsNotSentLater() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().timeout(SHORT).build());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.goAway();

        assertThat(queue.publishAndWait(message("lost", 3))).isInstanceOf(Unavailable.class);
        proxy.comeBack();
        awaitConfirmed(queue, "last");

        assertThat(ids(server.take(topology.queue())))
                .startsWith("first")
                .endsWith("last")
                .doesNotContain("lost");
    }

    @Test
    void frozenBrokerTimesOutAndAcceptsMessagesAgainWhenItThaws() throws Exception {
        AmqpJobQueue queue = queue(
                PublisherConfig.builder().timeout(SHORT).windowMessages(100).build());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.freeze();

        // Far more than the buffers of two sockets hold: the writer is stuck, callers are not.
        long started = System.nanoTime();
        List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(0, 30)
                .mapToObj(i -> queue.publish(message("job-" + i, 1_000_000)))
                .toList();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        for (CompletableFuture<PublishOutcome> outcome : outcomes) {
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new TimedOut(SHORT));
        }

        proxy.thaw();
        awaitConfirmed(queue, "last");
    }

    /** The writing thread is stuck inside the client, holding its locks. */
    @Test
    void permanentlyFrozenBrokerIsDetectedByMissedHeartbeats() throws Exception {
        CountDownLatch lost = new CountDownLatch(1);
        BrokerConfig config = BrokerConfig.builder(proxy.uri())
                .heartbeat(Duration.ofSeconds(1))
                .connectionTimeout(Duration.ofSeconds(2))
                .listener(new BrokerListener() {
                    @Override
                    public void disconnected(String connection, String reason) {
                        if (connection.endsWith("publish")) {
                            lost.countDown();
                        }
                    }
                })
                .build();
        try (Broker impatient = Broker.connect(config, server.scheduler())) {
            AmqpJobQueue queue = impatient.queue(
                    topology,
                    new TextMessageFormat(),
                    PublisherConfig.builder().timeout(SHORT).build());
            assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
            proxy.freeze();
            CompletableFuture<PublishOutcome> stuck = queue.publish(message("stuck", 8_000_000));

            assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(stuck.get()).isEqualTo(new TimedOut(SHORT));
            proxy.cut();
            proxy.thaw();
            awaitConfirmed(queue, "last");
        }
    }

    @Test
    void closingDoesNotWaitForAFrozenBroker() throws Exception {
        Broker other = Broker.connect(BrokerConfig.builder(proxy.uri()).build(), server.scheduler());
        AmqpJobQueue queue = other.queue(
                topology,
                new TextMessageFormat(),
                PublisherConfig.builder().timeout(SHORT).build());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.freeze();
        CompletableFuture<PublishOutcome> stuck = queue.publish(message("stuck", 8_000_000));

        CompletableFuture<Void> closing = CompletableFuture.runAsync(other::close);

        closing.get(30, TimeUnit.SECONDS);
        assertThat(stuck.get(20, TimeUnit.SECONDS)).isNotEqualTo(new Confirmed());
        assertThatThrownBy(() -> other.queue(topology, new TextMessageFormat(), PublisherConfig.defaults()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void deletedQueueIsDeclaredAgainForTheNextMessage() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        server.channel().queueDelete(topology.queue());

        assertThat(queue.publishAndWait(message("lost", 3))).isInstanceOf(Unroutable.class);
        awaitConfirmed(queue, "last");
    }

    @Test
    void messageBeyondTheWindowIsRefusedAtOnceOrWaits() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().windowMessages(2).build());
        assertThat(queue.publishAndWait(message("first", 3))).isEqualTo(new Confirmed());
        proxy.freezeAnswers();
        CompletableFuture<PublishOutcome> one = queue.publish(message("one", 3));
        CompletableFuture<PublishOutcome> two = queue.publish(message("two", 3));

        assertThat(queue.publish(message("three", 3)).get())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        outcome -> assertThat(outcome.reason()).contains("window is full: 2 messages"));
        CompletableFuture<PublishOutcome> four = CompletableFuture.supplyAsync(() -> waitFor(queue, "four"));
        proxy.thaw();

        assertThat(List.of(one.get(), two.get(), four.get())).containsOnly(new Confirmed());
        assertThat(ids(server.take(topology.queue()))).containsExactly("first", "one", "two", "four");
    }

    @Test
    void closingWaitsForMessagesInFlightAndRefusesNewOnes() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        List<CompletableFuture<PublishOutcome>> outcomes = IntStream.range(0, 500)
                .mapToObj(i -> queue.publish(message("job-" + i, 10_000)))
                .toList();

        queue.close();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isEqualTo(new Confirmed()));
        assertThat(queue.publish(message("late", 3)).get()).isInstanceOf(Unavailable.class);
        assertThat(queue.publishAndWait(message("late", 3))).isInstanceOf(Unavailable.class);
    }

    @Test
    void existingQueueWithOtherPropertiesIsNamedInTheError() throws Exception {
        server.channel().queueDeclare(topology.queue(), false, false, false, Map.of());

        assertThatThrownBy(() -> broker.declare(topology))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining(topology.queue())
                .hasMessageContaining("exists, but not as it should be")
                .hasMessageContaining("inequivalent arg 'durable'");
        AmqpJobQueue queue = queue(PublisherConfig.builder().timeout(SHORT).build());
        assertThat(queue.publishAndWait(message("job-1", 3)))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        outcome -> assertThat(outcome.reason()).contains("exists, but not as it should be"));
        server.channel().queueDelete(topology.queue());
    }

    @Test
    void declaringIsIdempotent() throws Exception {
        for (QueueTopology twice : List.of(topology, server.quorum())) {
            broker.declare(twice);
            broker.declare(twice);
            assertThat(server.channel().queueDeclarePassive(twice.queue()).getMessageCount())
                    .isZero();
        }
    }

    @Test
    void wrongPasswordIsReportedWithoutThePassword() {
        String uri = "amqp://guest:geheim123@127.0.0.1:"
                + URI.create(TestBroker.uri()).getPort();

        assertThatThrownBy(() -> Broker.connect(BrokerConfig.builder(uri).build(), server.scheduler()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("guest@")
                .hasMessageContaining("refused")
                .hasMessageNotContaining("geheim123");
    }

    @Test
    void unreachableBrokerFailsConnectButIsRetriedByStart() throws Exception {
        proxy.goAway();
        BrokerConfig config = BrokerConfig.builder(proxy.uri())
                .reconnectPauses(Backoff.fixed(Duration.ofMillis(50)))
                .build();
        assertThatThrownBy(() -> Broker.connect(config, server.scheduler())).isInstanceOf(BrokerException.class);

        try (Broker patient = Broker.start(config, server.scheduler())) {
            AmqpJobQueue queue = patient.queue(topology, new TextMessageFormat(), PublisherConfig.defaults());
            assertThat(queue.publish(message("refused", 3)))
                    .isCompletedWithValueMatching(refused -> refused instanceof Unavailable);
            CompletableFuture<PublishOutcome> outcome = CompletableFuture.supplyAsync(() -> waitFor(queue, "job-1"));
            assertThat(patient.connected()).isFalse();
            proxy.comeBack();
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new Confirmed());
            assertThat(ids(server.take(topology.queue()))).containsExactly("job-1");
        }
    }

    private AmqpJobQueue queue(PublisherConfig config) {
        return broker.queue(topology, new TextMessageFormat(), config);
    }

    private static PublishOutcome waitFor(AmqpJobQueue queue, String id) {
        try {
            return queue.publishAndWait(message(id, 3));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Publishes until it works. */
    private static void awaitConfirmed(AmqpJobQueue queue, String id) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!(waitFor(queue, id) instanceof Confirmed)) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private void awaitAway() {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (broker.connectedToPublish()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private static List<String> ids(List<GetResponse> messages) {
        return messages.stream().map(got -> got.getProps().getMessageId()).toList();
    }

    private static long size(int videoSize) {
        return new TextMessageFormat().encode(message("job-10", videoSize)).body().length;
    }

    private static JobMessage message(String id, int size) {
        return new JobMessage(new JobId(id), 7, "bom_dia", Video.of(new byte[size]));
    }
}
