package io.github.klibras.jdbi;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.waiting.JobSignal;
import io.github.klibras.core.waiting.JobWaiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import static org.assertj.core.api.Assertions.assertThat;

/** Waiting for jobs while processes of the server are stopped, as by a debugger or a broken disk. */
class FrozenBackendTest {

    private static final JobSignal NONE = listener -> () -> {};
    private static final Duration LIMIT = Duration.ofMillis(200);

    private final DataSource dataSource = PostgresServer.INSTANCE.migrated();
    private final Stores stores = JdbiStores.over(dataSource);
    private final long ana = Learners.register(stores, "ana");
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Integer> frozen = new CopyOnWriteArrayList<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile boolean counting;

    @BeforeEach
    void requireThatProcessesCanBeStopped() throws SQLException, IOException, InterruptedException {
        try (Connection connection = dataSource.getConnection()) {
            int process = process(connection);
            boolean here = ProcessHandle.of(process)
                    .flatMap(handle -> handle.info().command())
                    .filter(command -> command.contains("postgres"))
                    .isPresent();
            if (!here || kill("-0", process) != 0) {
                String reason = "Skipped: the processes of this PostgreSQL are not ours to stop";
                System.err.println(reason);
                Assumptions.abort(reason);
            }
        }
    }

    @AfterEach
    void thaw() throws IOException, InterruptedException {
        for (int process : frozen) {
            kill("-CONT", process);
        }
        timer.shutdownNow();
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS))
                .as("the reads that were stuck are over")
                .isTrue();
        assertThat(closed).as("connections given back").hasValue(opened.get());
    }

    @Test
    void oneFrozenProcessDoesNotHideFiftyEndedJobs() throws Exception {
        List<CompletableFuture<Optional<RecognitionJob>>> waiting = new ArrayList<>();
        try (JobWaiter waiter = waiter(number -> number == 1)) {
            for (int i = 0; i < 50; i++) {
                JobId id = new JobId("job" + i);
                insert(id);
                stores.jobs().endQueued(id, JobStatus.FAILED, "ended by the test", Instant.EPOCH, 1);
                waiting.add(waiter.await(id, ana, Duration.ofMinutes(10)));
            }

            for (CompletableFuture<Optional<RecognitionJob>> each : waiting) {
                assertThat(each.get(60, TimeUnit.SECONDS).orElseThrow().status())
                        .isEqualTo(JobStatus.FAILED);
            }
        }
        assertThat(frozen).as("processes that are still stopped").hasSize(1);
    }

    @Test
    void frozenServerHoldsTwoConnectionsAndWaiterGetsTheLastKnownState() throws Exception {
        JobId id = new JobId("job");
        insert(id);
        CountDownLatch lookedUp = new CountDownLatch(1);
        try (JobWaiter waiter = waiter(number -> {
            lookedUp.countDown();
            return number > 1;
        })) {
            CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(id, ana, Duration.ofSeconds(3));
            assertThat(lookedUp.await(20, TimeUnit.SECONDS)).isTrue();

            assertThat(waiting.get(60, TimeUnit.SECONDS).orElseThrow().status()).isEqualTo(JobStatus.QUEUED);
        }
        assertThat(opened).as("the first look-up and two that are stuck").hasValue(3);
        assertThat(frozen).hasSize(2);
    }

    private JobWaiter waiter(IntPredicate freezes) {
        DataSource freezing = Connections.from(() -> {
            Connection connection = dataSource.getConnection();
            if (!counting) {
                // The stores inspect the database first.
                return connection;
            }
            if (freezes.test(opened.incrementAndGet())) {
                freeze(process(connection));
            }
            return Connections.proxy(Connection.class, (method, arguments) -> {
                if (method.getName().equals("close")) {
                    closed.incrementAndGet();
                }
                return Connections.pass(connection, method, arguments);
            });
        });
        JobStore jobs = JdbiStores.over(freezing).jobs();
        counting = true;
        return JobWaiter.builder(jobs, NONE, Scheduler.on(timer), executor)
                .readLimit(LIMIT)
                .build();
    }

    private void freeze(int process) {
        frozen.add(process);
        try {
            assertThat(kill("-STOP", process)).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int kill(String signal, int process) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", signal, String.valueOf(process))
                .start()
                .waitFor();
    }

    private void insert(JobId id) {
        stores.jobs().insert(new NewJob(id, ana, "bom_dia", Instant.EPOCH), JobStore.UNLIMITED);
    }
}
