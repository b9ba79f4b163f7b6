package io.github.klibras.jdbi;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.waiting.JobSignal;
import io.github.klibras.testkit.waiting.JobSignalContract;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;

class PostgresJobSignalTest extends JobSignalContract {

    private static final Backoff SOON = Backoff.fixed(Duration.ofMillis(20));

    private final String name = PostgresServer.INSTANCE.newDatabase();
    private final DataSource dataSource = PostgresServer.INSTANCE.database(name);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private Stores stores;
    private long ana;
    private PostgresJobSignal signal;

    @BeforeEach
    void open() {
        KlibrasMigrations.migrate(dataSource);
        stores = JdbiStores.over(dataSource);
        ana = Learners.register(stores, "ana");
        signal = PostgresJobSignal.listen(dataSource, executor, Scheduler.on(timer), SOON);
        awaitConnection(true);
    }

    @AfterEach
    void close() throws InterruptedException {
        signal.close();
        timer.shutdownNow();
        executor.shutdown();
        assertThat(executor.awaitTermination(10, TimeUnit.SECONDS))
                .as("closing gives the thread back")
                .isTrue();
    }

    @Override
    protected JobSignal signal() {
        return signal;
    }

    @Override
    protected void end(JobId id) {
        stores.jobs().insert(new NewJob(id, ana, "a", Instant.EPOCH), JobStore.UNLIMITED);
        stores.jobs().endQueued(id, JobStatus.FAILED, "no", Instant.EPOCH, 1);
    }

    @Test
    void jobEndedByAPythonWorkerIsSignalled() throws InterruptedException {
        BlockingQueue<JobId> received = new LinkedBlockingQueue<>();
        JobId id = new JobId("python");
        stores.jobs().insert(new NewJob(id, ana, "a", Instant.EPOCH), JobStore.UNLIMITED);
        JobSignal.Subscription subscription = signal.subscribe(received::add);
        try (subscription) {
            Jdbi.create(dataSource)
                    .useHandle(handle -> handle.execute(
                            "update processing_jobs set status = 'completed', predicted_action = 'a', confidence = '90.00%',"
                                    + " is_match = true, action_found = true where job_id = 'python'"));

            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(id);
            subscription.close();
        }
    }

    @Test
    void rolledBackEndIsNotSignalled() throws InterruptedException {
        BlockingQueue<JobId> received = new LinkedBlockingQueue<>();
        stores.jobs().insert(new NewJob(new JobId("undone"), ana, "a", Instant.EPOCH), JobStore.UNLIMITED);
        JobSignal.Subscription subscription = signal.subscribe(received::add);
        try (subscription) {
            Jdbi.create(dataSource).useTransaction(handle -> {
                handle.execute("update processing_jobs set status = 'failed'");
                handle.rollback();
            });
            end(new JobId("after"));

            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(new JobId("after"));
            subscription.close();
        }
    }

    @Test
    void aLostConnectionIsReplaced() throws InterruptedException {
        BlockingQueue<JobId> received = new LinkedBlockingQueue<>();
        JobSignal.Subscription subscription = signal.subscribe(received::add);
        try (subscription) {
            for (int i = 0; i < 3; i++) {
                int killed = Jdbi.create(dataSource)
                        .withHandle(handle -> handle.select("select count(pg_terminate_backend(pid))"
                                        + " from pg_stat_activity where datname = current_database()"
                                        + " and query = 'listen klibras_job_ended'")
                                .mapTo(Integer.class)
                                .one());
                assertThat(killed).isEqualTo(1);
                awaitConnection(false);
                awaitConnection(true);

                end(new JobId("job" + i));

                assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(new JobId("job" + i));
            }
            subscription.close();
        }
    }

    @Test
    void connectingToAMissingDatabaseIsRetried() {
        DataSource later = PostgresServer.INSTANCE.database(name + "_later");
        try (PostgresJobSignal early = PostgresJobSignal.listen(later, executor, Scheduler.on(timer), SOON)) {
            assertThat(early.connected()).isFalse();
            Jdbi.create(dataSource).useHandle(handle -> handle.execute("create database " + name + "_later"));

            awaitConnection(early, true);
        }
    }

    @Test
    void subscribersAreNotNotifiedOfTheSignalsOwnChecks() throws InterruptedException {
        BlockingQueue<JobId> received = new LinkedBlockingQueue<>();
        try (JobSignal.Subscription subscription = signal.subscribe(received::add);
                PostgresJobSignal other = PostgresJobSignal.listen(dataSource, executor, Scheduler.on(timer), SOON)) {
            awaitConnection(other, true);
            end(new JobId("job"));

            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(new JobId("job"));
            assertThat(subscription).isNotNull();
        }
    }

    /** As behind a pooler in transaction mode, where the answer to NOTIFY brings the notification, but only that. */
    @Test
    void notificationThatComesWithAnAnswerProvesNothing() throws InterruptedException {
        DeafConnections pooled = new DeafConnections(dataSource);
        pooled.deaf(true);
        List<String> warnings = new CopyOnWriteArrayList<>();
        Runnable stopRecording = recordWarnings(warnings);
        try (PostgresJobSignal doubtful = inHaste(pooled.dataSource())) {
            pooled.awaitSilences(3);

            assertThat(doubtful.connected()).isFalse();
            assertThat(warnings).singleElement().asString().contains("pooler in transaction mode");
        } finally {
            stopRecording.run();
        }
    }

    @Test
    void deafSignalIsNotConnectedUntilItReceivesAgain() throws InterruptedException {
        DeafConnections connections = new DeafConnections(dataSource);
        try (PostgresJobSignal checked = inHaste(connections.dataSource())) {
            awaitConnection(checked, true);

            connections.deaf(true);
            awaitConnection(checked, false);
            connections.deaf(false);
            awaitConnection(checked, true);

            assertThat(connections.listening())
                    .as("the connection that listens is kept")
                    .isEqualTo(1);
        }
    }

    @Test
    void signalThatCannotBeCheckedKeepsListening() throws InterruptedException {
        DeafConnections connections = new DeafConnections(dataSource);
        BlockingQueue<JobId> received = new LinkedBlockingQueue<>();
        try (PostgresJobSignal checked = inHaste(connections.dataSource());
                JobSignal.Subscription subscription = checked.subscribe(received::add)) {
            awaitConnection(checked, true);

            connections.refuse();
            connections.awaitSilences(2);
            end(new JobId("job"));

            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(new JobId("job"));
            assertThat(checked.connected()).isTrue();
            assertThat(subscription).isNotNull();
        }
    }

    /** Returns a signal that checks whether it receives anything after 50 ms of silence. */
    private PostgresJobSignal inHaste(DataSource connections) {
        return PostgresJobSignal.listen(
                connections, executor, Scheduler.on(timer), SOON, Duration.ofMillis(50), Duration.ofSeconds(1));
    }

    private static Runnable recordWarnings(List<String> warnings) {
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getLevel().equals(Level.WARNING)) {
                    warnings.add(line.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(PostgresJobSignal.class.getName());
        logger.addHandler(recorder);
        return () -> logger.removeHandler(recorder);
    }

    private void awaitConnection(boolean connected) {
        awaitConnection(signal, connected);
    }

    private static void awaitConnection(PostgresJobSignal signal, boolean connected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (signal.connected() != connected) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
