package io.github.klibras.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.AmqpJobQueue;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.BrokerConfig;
import io.github.klibras.amqp.BrokerListener;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TimedOut;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Publishing to a broker that is really killed, frozen or short of memory. */
@Tag("chaos")
class BrokerChaosTest {

    private static final int THREADS = 64;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler scheduler = Scheduler.on(timer);
    private final QueueTopology topology = QueueTopology.compatible("chaos-publishing");

    @AfterEach
    void close() throws Exception {
        ToolScript.broker("start");
        RabbitServer.deleteQueues(topology);
        timer.shutdownNow();
    }

    @Test
    void noConfirmedMessageIsLostWhenTheBrokerIsKilled() throws Exception {
        int messages = Integer.getInteger("klibras.chaos.messages");
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Set<String> confirmed = ConcurrentHashMap.newKeySet();
        Map<String, PublishOutcome> others = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        long started = System.nanoTime();
        try (Broker broker = RabbitServer.connect(scheduler)) {
            AmqpJobQueue queue = broker.queue(
                    topology,
                    AmqpJobMessageFormat.base64(),
                    PublisherConfig.builder().timeout(Duration.ofMinutes(1)).build());
            for (int i = 0; i < THREADS; i++) {
                Future<?> unused = threads.submit(() -> {
                    for (int number = next.getAndIncrement(); number < messages; number = next.getAndIncrement()) {
                        PublishOutcome outcome = queue.publishAndWait(message("job-" + number, 1000));
                        if (outcome instanceof Confirmed) {
                            confirmed.add("job-" + number);
                        } else {
                            others.put("job-" + number, outcome);
                        }
                        done.incrementAndGet();
                    }
                    return null;
                });
            }
            for (int part = 1; part <= 3; part++) {
                while (done.get() < messages * part / 4) {
                    Thread.sleep(5);
                }
                ToolScript.broker("kill");
                ToolScript.broker("start");
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        }
        Map<String, Integer> delivered = drain();
        int copies = delivered.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "Broker killed 3 times during %d publishes (%d s): %d confirmed, %d not (%s), %d of the confirmed lost, %d delivered twice%n",
                messages,
                Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                confirmed.size(),
                others.size(),
                Set.copyOf(others.values()),
                confirmed.stream().filter(id -> !delivered.containsKey(id)).count(),
                copies - delivered.size());
        assertThat(confirmed).hasSizeGreaterThan(messages * 9 / 10);
        assertThat(delivered.keySet()).containsAll(confirmed);
    }

    @Test
    void frozenBrokerTimesOutAndContinuesWhenThawed() throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        try (Broker broker = RabbitServer.connect(scheduler)) {
            AmqpJobQueue queue = broker.queue(
                    topology,
                    AmqpJobMessageFormat.base64(),
                    PublisherConfig.builder().timeout(timeout).build());
            assertThat(queue.publishAndWait(message("before", 1000))).isEqualTo(new Confirmed());
            ToolScript.broker("freeze");
            long started = System.nanoTime();
            PublishOutcome outcome = queue.publishAndWait(message("frozen", 1_000_000));
            long took = System.nanoTime() - started;
            ToolScript.broker("thaw");
            PublishOutcome after = queue.publishAndWait(message("after", 1000));

            System.out.printf("Broker frozen: %s after %d ms; thawed: %s%n", outcome, took / 1_000_000, after);
            assertThat(outcome).isEqualTo(new TimedOut(timeout));
            assertThat(Duration.ofNanos(took)).isLessThan(timeout.plusSeconds(1));
            assertThat(after).isEqualTo(new Confirmed());
        }
    }

    @Test
    void brokerShortOfMemoryIsUnavailableUntilItRecovers() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch unblocked = new CountDownLatch(1);
        BrokerConfig config = BrokerConfig.builder(RabbitServer.uri())
                .listener(new BrokerListener() {
                    @Override
                    public void blocked(String connection, String reason) {
                        blocked.countDown();
                    }

                    @Override
                    public void unblocked(String connection) {
                        unblocked.countDown();
                    }
                })
                .build();
        try (Broker broker = Broker.connect(config, scheduler)) {
            AmqpJobQueue queue = broker.queue(
                    topology,
                    AmqpJobMessageFormat.base64(),
                    PublisherConfig.builder().timeout(Duration.ofSeconds(2)).build());
            assertThat(queue.publishAndWait(message("before", 1000))).isEqualTo(new Confirmed());
            ToolScript.broker("ctl", "set_vm_memory_high_watermark", "absolute", "1MB");
            PublishOutcome first = queue.publishAndWait(message("first", 1000));
            assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
            PublishOutcome second = queue.publishAndWait(message("second", 1000));
            ToolScript.broker("ctl", "set_vm_memory_high_watermark", "0.4");
            assertThat(unblocked.await(20, TimeUnit.SECONDS)).isTrue();
            PublishOutcome after = queue.publishAndWait(message("after", 1000));

            System.out.printf("Broker short of memory: %s, then %s; with memory again: %s%n", first, second, after);
            assertThat(second).isInstanceOf(Unavailable.class);
            assertThat(after).isEqualTo(new Confirmed());
        } finally {
            ToolScript.broker("ctl", "set_vm_memory_high_watermark", "0.4");
        }
    }

    private Map<String, Integer> drain() throws Exception {
        Map<String, Integer> ids = new HashMap<>();
        try (Connection connection = RabbitServer.newConnection();
                Channel channel = connection.createChannel()) {
            for (GetResponse got = channel.basicGet(topology.queue(), true);
                    got != null;
                    got = channel.basicGet(topology.queue(), true)) {
                ids.merge(got.getProps().getMessageId(), 1, Integer::sum);
            }
        }
        return ids;
    }

    private static JobMessage message(String id, int size) {
        return new JobMessage(new JobId(id), 7, "bom_dia", Video.of(new byte[size]));
    }
}
