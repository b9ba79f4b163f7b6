package io.github.klibras.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.AmqpJobQueue;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.BrokerConfig;
import io.github.klibras.amqp.ParkedMessages;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.job.JobListener;
import io.github.klibras.core.job.JobWaiter;
import io.github.klibras.core.job.OutboxRelay;
import io.github.klibras.core.job.RecognitionService;
import io.github.klibras.core.job.Submission;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.JdbiVideoStore;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Workers and the broker are killed again and again while jobs are submitted and worked at, on a real database. */
@Tag("chaos")
class WorkerChaosTest {

    private static final int WORKERS = 3;
    private static final int USERS = 50;
    private static final int SIGNS = 20;
    private static final int POINTS = 10;
    private static final String QUEUE = "chaos-working";
    private static final String DATABASE = "klibras_chaos";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder = Path.of("");

    private final List<String> labels =
            IntStream.range(0, SIGNS).mapToObj(i -> "sign_" + i).toList();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2);
    private final Scheduler scheduler = Scheduler.on(timer);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final QueueTopology topology = QueueTopology.compatible(QUEUE);
    private final AtomicInteger deaths = new AtomicInteger();

    @Test
    void everyJobEndsOnceAndIsPaidOnce() throws Exception {
        int jobs = Integer.getInteger("klibras.chaos.jobs");
        deleteQueues();
        long started = System.nanoTime();
        PoolConfig config = PoolConfig.builder().poolSize(20).maxOverflow(20).build();
        try (PooledDataSource pool = Server.newDatabase(DATABASE, config);
                Broker broker = Broker.connect(
                        BrokerConfig.builder(ToolScript.variable("KLIBRAS_AMQP_URI"))
                                .build(),
                        scheduler)) {
            JdbiStores stores = JdbiStores.over(pool);
            Jdbi jdbi = Jdbi.create(pool);
            List<Long> users = populate(stores);
            AmqpJobQueue queue = broker.queue(
                    topology,
                    AmqpJobMessageFormat.base64(),
                    PublisherConfig.builder().timeout(Duration.ofSeconds(2)).build());
            List<Process> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(startWorker());
            }
            JdbiVideoStore videos = stores.videos(InstantSource.system());
            try (Periodic relaying = new OutboxRelay(
                            stores.jobs(),
                            videos,
                            queue,
                            Duration.ofSeconds(3),
                            InstantSource.system(),
                            JobListener.NONE)
                    .start(scheduler, executor)) {
                CompletableFuture<Map<String, Integer>> submitting = CompletableFuture.supplyAsync(
                        () -> submit(service(stores, videos, queue, broker), users, jobs), executor);
                int kills = wreck(workers, jdbi, jobs);
                Map<String, Integer> answers = submitting.join();
                awaitEnd(jdbi, jobs);
                report(jdbi, broker, jobs, kills, answers, Duration.ofNanos(System.nanoTime() - started));
                assertThat(relaying).isNotNull();
            } finally {
                workers.forEach(Process::destroyForcibly);
            }
        } finally {
            executor.shutdownNow();
            timer.shutdownNow();
            deleteQueues();
        }
    }

    private List<Long> populate(JdbiStores stores) {
        labels.forEach(label -> stores.catalog().addSign(new NewSign(label, "", label, POINTS)));
        List<Long> users = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            NewUser user =
                    new NewUser(new EmailAddress("u" + i + "@example.org"), new Username("u" + i), "hash", Role.USER);
            users.add(((Registered) stores.users().insert(user)).user().id());
        }
        return users;
    }

    private RecognitionService service(JdbiStores stores, JdbiVideoStore videos, AmqpJobQueue queue, Broker broker) {
        JobWaiter waiter = new JobWaiter(
                stores.jobs(), broker.signal(QUEUE + ".ended"), scheduler, executor, ExponentialBackoff.defaults());
        return RecognitionService.builder(stores.catalog(), stores.jobs(), queue, waiter)
                .videos(videos)
                .executor(executor)
                .build();
    }

    /** Every learner shows every sign several times over. */
    private Map<String, Integer> submit(RecognitionService service, List<Long> users, int jobs) {
        Map<String, Integer> answers = new TreeMap<>();
        List<CompletableFuture<Submission>> pending = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            String label = labels.get(i / USERS % SIGNS);
            pending.add(service.submit(users.get(i % USERS), label, Video.of(label.getBytes(StandardCharsets.UTF_8))));
            if (pending.size() == 50) {
                pending.forEach(answer -> answers.merge(answer.join().getClass().getSimpleName(), 1, Integer::sum));
                pending.clear();
            }
        }
        pending.forEach(answer -> answers.merge(answer.join().getClass().getSimpleName(), 1, Integer::sum));
        return answers;
    }

    /** Kills a worker every second, and the broker now and then, until three quarters have been done. */
    private int wreck(List<Process> workers, Jdbi jdbi, int jobs) throws Exception {
        Random random = new Random(1);
        int brokerKills = 0;
        for (int round = 1; ended(jdbi) < jobs * 3 / 4; round++) {
            Thread.sleep(1000);
            int victim = random.nextInt(WORKERS);
            workers.get(victim).destroyForcibly().waitFor();
            deaths.incrementAndGet();
            workers.set(victim, startWorker());
            if (round % 5 == 2) {
                ToolScript.broker("kill");
                ToolScript.broker("start");
                brokerKills++;
            }
        }
        return brokerKills;
    }

    private Process startWorker() throws IOException {
        String url = ToolScript.variable("KLIBRAS_POSTGRES_URL");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChaosWorker.class.getName(),
                        url.substring(0, url.lastIndexOf('/') + 1) + DATABASE,
                        String.join(",", labels),
                        QUEUE,
                        deliveries().toString())
                .inheritIO()
                .start();
    }

    private Path deliveries() {
        return folder.resolve("deliveries");
    }

    private static int ended(Jdbi jdbi) {
        return jdbi.withHandle(
                handle -> handle.select("select count(*) from processing_jobs where status in ('completed', 'failed')")
                        .mapTo(Integer.class)
                        .one());
    }

    private static void awaitEnd(Jdbi jdbi, int jobs) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ended(jdbi) < jobs) {
            assertThat(System.nanoTime())
                    .as("%d of %d jobs have ended", ended(jdbi), jobs)
                    .isLessThan(end);
            Thread.sleep(200);
        }
    }

    private void report(
            Jdbi jdbi, Broker broker, int jobs, int brokerKills, Map<String, Integer> answers, Duration took)
            throws Exception {
        List<String> delivered = Files.readAllLines(deliveries());
        int distinct = new HashSet<>(delivered).size();
        int completed = count(jdbi, "select count(*) from processing_jobs where status = 'completed'");
        int points = count(jdbi, "select sum(points) from users");
        int paid = count(jdbi, "select sum(awarded_points) from processing_jobs");
        int learnt = count(jdbi, "select count(*) from user_sign_association");
        System.out.printf(
                "%d jobs in %d s, %d workers killed, broker killed %d times: submissions %s; %d completed;"
                        + " %d deliveries, %d of them repeated; %d signs learnt, %d points held, %d points paid%n",
                jobs,
                took.toSeconds(),
                deaths.get(),
                brokerKills,
                answers,
                completed,
                delivered.size(),
                delivered.size() - distinct,
                learnt,
                points,
                paid);
        assertThat(answers).containsOnlyKeys("Accepted");
        assertThat(completed).isEqualTo(jobs);
        assertThat(distinct).isEqualTo(jobs);
        assertThat(learnt).isEqualTo(Math.min(jobs, USERS * SIGNS));
        assertThat(points).isEqualTo(learnt * POINTS);
        assertThat(paid).isEqualTo(points);
        try (ParkedMessages parked = broker.parked(topology)) {
            assertThat(parked.size()).isZero();
        }
    }

    private static int count(Jdbi jdbi, String query) {
        return jdbi.withHandle(
                handle -> handle.select(query).mapTo(Integer.class).one());
    }

    private void deleteQueues() throws Exception {
        ToolScript.broker("start");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(ToolScript.variable("KLIBRAS_AMQP_URI"));
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            for (String queue : topology.queues()) {
                channel.queueDelete(queue);
            }
            channel.exchangeDelete(QUEUE + ".ended");
        }
    }
}
