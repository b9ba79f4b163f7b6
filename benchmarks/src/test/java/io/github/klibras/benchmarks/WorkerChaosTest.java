package io.github.klibras.benchmarks;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.github.klibras.amqp.AmqpJobMessageFormat;
import io.github.klibras.amqp.AmqpJobQueue;
import io.github.klibras.amqp.Broker;
import io.github.klibras.amqp.ParkedMessages;
import io.github.klibras.amqp.PublisherConfig;
import io.github.klibras.amqp.QueueTopology;
import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.housekeeping.OutboxRelay;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;
import io.github.klibras.jdbi.JdbiStores;
import io.github.klibras.jdbi.PoolConfig;
import io.github.klibras.jdbi.PooledDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Workers, submitters and the broker are killed again and again, on a real database. */
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
    private int workerDeaths;
    private int submitterDeaths;
    private int brokerDeaths;

    @Test
    void everyJobEndsOnceAndIsPaidOnce() throws Exception {
        Environment.logOnly(Level.OFF);
        int jobs = Integer.getInteger("klibras.chaos.jobs");
        deleteQueues();
        long started = System.nanoTime();
        PoolConfig config =
                PoolConfig.builder().maximumPoolSize(40).minimumIdle(20).build();
        List<Process> workers = new ArrayList<>();
        try (PooledDataSource pool = PostgresServer.newDatabase(DATABASE, config);
                Broker broker = RabbitServer.connect(scheduler)) {
            JdbiStores stores = JdbiStores.over(pool);
            Jdbi jdbi = Jdbi.create(pool);
            populate(stores);
            AmqpJobQueue queue = broker.queue(topology, AmqpJobMessageFormat.base64(), PublisherConfig.defaults());
            for (int i = 0; i < WORKERS; i++) {
                workers.add(startWorker());
            }
            OutboxRelay relay = OutboxRelay.builder(stores.jobs(), stores.videos(InstantSource.system()), queue)
                    .delay(Duration.ofSeconds(3))
                    .interval(Duration.ofSeconds(3))
                    .build();
            try (Periodic relaying = relay.start(scheduler, executor)) {
                wreck(workers, jdbi, jobs);
                awaitEnd(jdbi, jobs);
                report(jdbi, broker, jobs, Duration.ofNanos(System.nanoTime() - started));
                relaying.close();
            }
        } finally {
            workers.forEach(Process::destroyForcibly);
            executor.shutdownNow();
            timer.shutdownNow();
            deleteQueues();
        }
    }

    private void populate(JdbiStores stores) {
        labels.forEach(label -> stores.catalog().addSign(new NewSign(label, "", label, POINTS)));
        for (int i = 0; i < USERS; i++) {
            stores.users()
                    .insert(new NewUser(
                            new EmailAddress("u" + i + "@example.org"), new Username("u" + i), "hash", Role.USER));
        }
    }

    /**
     * Kills a worker every other second, and sometimes the submitter or the broker, until three quarters have ended.
     */
    private void wreck(List<Process> workers, Jdbi jdbi, int jobs) throws Exception {
        Random random = new Random(1);
        Process submitter = startSubmitter(jobs);
        for (int round = 1; submitter.isAlive() || ended(jdbi) < jobs * 3 / 4; round++) {
            Thread.sleep(2000);
            int victim = random.nextInt(WORKERS);
            workers.get(victim).destroyForcibly().waitFor();
            workerDeaths++;
            workers.set(victim, startWorker());
            if (round % 4 == 3 && submitter.isAlive()) {
                submitter.destroyForcibly().waitFor();
                submitterDeaths++;
                submitter = startSubmitter(jobs);
            }
            if (round % 5 == 2) {
                ToolScript.broker("kill");
                ToolScript.broker("start");
                brokerDeaths++;
            }
        }
        assertThat(submitter.exitValue()).isZero();
    }

    private Process startSubmitter(int jobs) throws IOException {
        return start(ChaosSubmitter.class, String.valueOf(jobs));
    }

    private Process startWorker() throws IOException {
        return start(ChaosWorker.class, deliveries().toString());
    }

    private Process start(Class<?> program, String last) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        PostgresServer.url(DATABASE),
                        String.join(",", labels),
                        QUEUE,
                        last)
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

    private void report(Jdbi jdbi, Broker broker, int jobs, Duration took) throws Exception {
        List<String> delivered = Files.readAllLines(deliveries());
        int distinct = new HashSet<>(delivered).size();
        int completed = count(jdbi, "select count(*) from processing_jobs where status = 'completed'");
        int shown =
                count(jdbi, "select count(*) from (select distinct user_id, expected_action from processing_jobs) s");
        int learned = count(jdbi, "select count(*) from user_sign_association");
        int points = count(jdbi, "select sum(points) from users");
        int paid = count(jdbi, "select sum(awarded_points) from processing_jobs");
        int relayed = count(jdbi, "select count(*) from processing_jobs where relay_until is not null");
        System.out.printf(
                "%d jobs in %d s; killed: workers %d times, submitter %d, broker %d; %d completed; %d deliveries, %d of them"
                        + " repeated; %d sent by the relay; %d signs shown, %d learned; %d points held, %d paid%n",
                jobs,
                took.toSeconds(),
                workerDeaths,
                submitterDeaths,
                brokerDeaths,
                completed,
                delivered.size(),
                delivered.size() - distinct,
                relayed,
                shown,
                learned,
                points,
                paid);
        assertThat(completed).isEqualTo(jobs);
        assertThat(distinct).isEqualTo(jobs);
        assertThat(learned).isEqualTo(shown);
        assertThat(points).isEqualTo(learned * POINTS);
        assertThat(paid).isEqualTo(points);
        assertThat(relayed).as("jobs that the outbox has saved").isPositive();
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
        RabbitServer.deleteQueues(topology);
        try (Connection connection = RabbitServer.newConnection();
                Channel channel = connection.createChannel()) {
            channel.exchangeDelete(QUEUE + ".ended");
        }
    }
}
