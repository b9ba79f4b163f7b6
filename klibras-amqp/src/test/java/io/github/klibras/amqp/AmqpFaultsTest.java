package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TimedOut;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import io.github.klibras.testkit.queue.TextMessageFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Failures of what the host provides: threads, scheduler and dependent actions. No message is forgotten. */
@EnabledIf(value = "io.github.klibras.amqp.TestBroker#available", disabledReason = "There is no broker")
class AmqpFaultsTest {

    private static final Duration SHORT = Duration.ofMillis(500);

    private final TestBroker server = new TestBroker();
    private final TestProxy proxy = new TestProxy(TestBroker.uri());
    private final Threads threads = new Threads();
    private final Times times = new Times(server.scheduler());
    private final Events events = new Events();
    private final Broker broker = Broker.connect(
            BrokerConfig.builder(proxy.uri())
                    .reconnectPauses(Backoff.fixed(Duration.ofMillis(50)))
                    .threadFactory(threads)
                    .listener(events)
                    .build(),
            times);
    private final QueueTopology topology = server.compatible();

    AmqpFaultsTest() throws Exception {}

    @AfterEach
    void close() throws Exception {
        threads.exhausted = false;
        times.exhausted = false;
        proxy.thaw();
        broker.close();
        proxy.close();
        server.close();
    }

    @Test
    void confirmsAreReportedEvenWithoutACallbackThread() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first"))).isEqualTo(new Confirmed());
        threads.exhausted = true;

        List<CompletableFuture<PublishOutcome>> outcomes = publish(queue, 5);

        assertThat(outcomes)
                .allSatisfy(
                        outcome -> assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new Confirmed()));
    }

    @Test
    void timeoutsAreReportedEvenWithoutACallbackThread() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().timeout(SHORT).build());
        assertThat(queue.publishAndWait(message("first"))).isEqualTo(new Confirmed());
        threads.exhausted = true;
        proxy.freezeAnswers();

        List<CompletableFuture<PublishOutcome>> outcomes = publish(queue, 5);

        assertThat(outcomes)
                .allSatisfy(
                        outcome -> assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new TimedOut(SHORT)));
    }

    /** Reopening the channel for the deleted queue takes a thread too. */
    @Test
    void messagesAreSentOnceAThreadCanReopenTheChannel() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first"))).isEqualTo(new Confirmed());
        server.channel().queueDelete(topology.queue());
        threads.exhausted = true;

        CompletableFuture<PublishOutcome> lost = queue.publish(message("lost"));
        assertThat(lost.get(20, TimeUnit.SECONDS)).isInstanceOf(PublishOutcome.Unroutable.class);
        threads.exhausted = false;

        awaitConfirmed(queue, "last");
    }

    @Test
    void failingDependentActionDelaysNoOtherMessage() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.defaults());
        assertThat(queue.publishAndWait(message("first"))).isEqualTo(new Confirmed());
        threads.exhausted = true;
        proxy.freezeAnswers();
        List<CompletableFuture<PublishOutcome>> outcomes = publish(queue, 5);
        List<CompletableFuture<Void>> following = outcomes.stream()
                .map(outcome -> outcome.thenAccept(value -> {
                    throw new InternalError("on purpose, for a test");
                }))
                .toList();

        proxy.thaw();

        assertThat(outcomes)
                .allSatisfy(
                        outcome -> assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new Confirmed()));
        assertThat(following).allSatisfy(after -> assertThat(after).failsWithin(20, TimeUnit.SECONDS));
        assertThat(queue.publishAndWait(message("last"))).isEqualTo(new Confirmed());
    }

    @Test
    void aMessageWhoseTimeOutCannotBeScheduledIsRefused() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().timeout(SHORT).build());
        times.exhausted = true;

        List<CompletableFuture<PublishOutcome>> outcomes = publish(queue, 5);

        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isCompletedWithValueMatching(value -> value instanceof Unavailable refused
                                && refused.reason().contains("time-out cannot be scheduled")));
        times.exhausted = false;
        awaitConfirmed(queue, "last");
    }

    /** The first timeout has been scheduled; those of the other messages need another call of the scheduler. */
    @Test
    void messagesTimeOutEvenIfTheNextTimeoutCannotBeScheduled() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().timeout(SHORT).build());
        awaitConfirmed(queue, "first");
        proxy.freezeAnswers();
        List<CompletableFuture<PublishOutcome>> outcomes = publish(queue, 5);
        times.exhausted = true;

        assertThat(outcomes)
                .allSatisfy(
                        outcome -> assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo(new TimedOut(SHORT)));
    }

    @Test
    void messagesWithoutAThreadAreRedeliveredOnTheSameChannel() throws Exception {
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        AmqpJobSource source = broker.source(topology, new TextMessageFormat(), ConsumerConfig.defaults());
        JobSource.Subscription subscription = source.consume(5, collecting(handled));
        awaitConsumer();
        send("first");
        // The broker knows the consumer before the client does, which needs a thread for that.
        assertThat(poll(handled)).isEqualTo("first");
        threads.exhausted = true;
        int failures = threads.failures();
        for (int i = 0; i < 5; i++) {
            send("job-" + i);
        }
        while (threads.failures() < failures + 5) {
            Thread.onSpinWait();
        }
        assertThat(handled).isEmpty();

        threads.exhausted = false;

        assertThat(IntStream.range(0, 5).mapToObj(i -> poll(handled)))
                .containsExactlyInAnyOrder("job-0", "job-1", "job-2", "job-3", "job-4");
        assertThat(events.lostChannels).isEmpty();
        subscription.close();
        assertThat(server.take(topology.queue())).isEmpty();
    }

    @Test
    void nextPublishReconnectsIfReconnectingCannotBeScheduled() throws Exception {
        AmqpJobQueue queue = queue(PublisherConfig.builder().timeout(SHORT).build());
        awaitConfirmed(queue, "first");
        times.exhausted = true;
        proxy.goAway();
        events.awaitRefusal("klibras-publish");

        assertThat(queue.publish(message("refused")).get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        refused -> assertThat(refused.reason()).contains("the next attempt cannot be scheduled"));
        threads.exhausted = true;
        assertThat(queue.publish(message("refused too")).get(20, TimeUnit.SECONDS))
                .isInstanceOf(Unavailable.class);
        threads.exhausted = false;
        times.exhausted = false;
        proxy.comeBack();

        awaitConfirmed(queue, "last");
    }

    @Test
    void healthCheckReconnectsIfReconnectingCannotBeScheduled() throws Exception {
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        AmqpJobSource source = broker.source(topology, new TextMessageFormat(), ConsumerConfig.defaults());
        JobSource.Subscription subscription = source.consume(1, collecting(handled));
        awaitConsumer();
        times.exhausted = true;
        proxy.goAway();
        events.awaitRefusal("klibras-publish");
        events.awaitRefusal("klibras-consume");
        times.exhausted = false;
        proxy.comeBack();

        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!broker.connected()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }

        awaitConfirmed(queue(PublisherConfig.defaults()), "one");
        assertThat(poll(handled)).isEqualTo("one");
        subscription.close();
    }

    @Test
    void subscriptionClosesEvenIfTheDrainTimeoutCannotBeScheduled() throws Exception {
        AmqpJobSource source = broker.source(topology, new TextMessageFormat(), ConsumerConfig.defaults());
        JobSource.Subscription subscription = source.consume(1, collecting(new LinkedBlockingQueue<>()));
        awaitConsumer();
        times.exhausted = true;

        subscription.close();

        assertThat(server.channel().consumerCount(topology.queue())).isZero();
    }

    private AmqpJobQueue queue(PublisherConfig config) {
        return broker.queue(topology, new TextMessageFormat(), config);
    }

    private void awaitConsumer() throws IOException {
        broker.declare(topology);
        while (server.channel().consumerCount(topology.queue()) == 0) {
            Thread.onSpinWait();
        }
    }

    private void send(String id) throws IOException {
        server.publish(
                topology.queue(),
                new BasicProperties(),
                new TextMessageFormat().encode(message(id)).body());
    }

    private static JobHandler collecting(BlockingQueue<String> handled) {
        return new JobHandler() {
            @Override
            public Disposition handle(JobMessage message, int delivery) {
                handled.add(message.jobId().value());
                return new Done();
            }

            @Override
            public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
                return new Park("malformed");
            }
        };
    }

    private static List<CompletableFuture<PublishOutcome>> publish(AmqpJobQueue queue, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> queue.publish(message("job-" + i)))
                .toList();
    }

    private static void awaitConfirmed(AmqpJobQueue queue, String id) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!(queue.publishAndWait(message(id)) instanceof Confirmed)) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }

    private static String poll(BlockingQueue<String> queue) {
        try {
            return String.valueOf(queue.poll(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JobMessage message(String id) {
        return new JobMessage(new JobId(id), 7, "bom_dia", Video.of(new byte[] {1, 2, 3}));
    }

    /** Threads that can run out. An OutOfMemoryError, as in reality, would end the test run if it escaped. */
    private static final class Threads implements ThreadFactory {

        private final ThreadFactory plain = Executors.defaultThreadFactory();
        private volatile boolean exhausted;
        private int failures;

        @Override
        public Thread newThread(Runnable task) {
            if (exhausted) {
                synchronized (this) {
                    failures++;
                }
                throw new InternalError("unable to create native thread, for a test");
            }
            return plain.newThread(task);
        }

        synchronized int failures() {
            return failures;
        }
    }

    private static final class Events implements BrokerListener {

        private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
        private final Queue<String> lostChannels = new ConcurrentLinkedQueue<>();

        @Override
        public void disconnected(String connection, String reason) {
            if (reason.contains("cannot be scheduled")) {
                refusals.add(connection);
            }
        }

        @Override
        public void channelLost(String purpose, String reason) {
            lostChannels.add(purpose + ": " + reason);
        }

        /** Waits until the scheduler has refused to connect again. */
        void awaitRefusal(String connection) {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!refusals.contains(connection)) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.onSpinWait();
            }
        }
    }

    /** A scheduler that can refuse calls. */
    private static final class Times implements Scheduler {

        private final Scheduler real;
        private volatile boolean exhausted;

        Times(Scheduler real) {
            this.real = real;
        }

        @Override
        public long nanoTime() {
            return real.nanoTime();
        }

        @Override
        public Scheduled schedule(Duration delay, Runnable task) {
            if (exhausted) {
                throw new InternalError("unable to create native thread, for a test");
            }
            return real.schedule(delay, task);
        }
    }
}
