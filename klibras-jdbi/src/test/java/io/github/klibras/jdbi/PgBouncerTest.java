package io.github.klibras.jdbi;

import com.zaxxer.hikari.HikariDataSource;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.waiting.JobSignal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

import javax.sql.DataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Behavior behind PgBouncer, as the database guide describes it. */
@Tag("one-jdk")
class PgBouncerTest {

    private final PGSimpleDataSource direct = PostgresServer.INSTANCE.database(PostgresServer.INSTANCE.newDatabase());
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @TempDir
    private Path folder;

    @BeforeEach
    void migrate() {
        KlibrasMigrations.migrate(direct);
    }

    @AfterEach
    void stop() throws InterruptedException {
        timer.shutdownNow();
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void signalDetectsThatItReceivesNothingInTransactionMode() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start("transaction", direct, folder)) {
            DeafConnections counted = new DeafConnections(bouncer.dataSource());
            try (PostgresJobSignal signal = listen(counted.dataSource())) {
                counted.awaitSilences(3);

                assertThat(signal.connected()).isFalse();
            }
        }
    }

    @Test
    void signalReceivesInSessionMode() throws Exception {
        BlockingQueue<JobId> received = new LinkedBlockingQueue<>();
        try (PgBouncer bouncer = PgBouncer.start("session", direct, folder);
                PostgresJobSignal signal = listen(bouncer.dataSource());
                JobSignal.Subscription subscription = signal.subscribe(received::add)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!signal.connected()) {
                assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
                Thread.onSpinWait();
            }
            Stores stores = JdbiStores.over(bouncer.dataSource());
            end(stores, Learners.register(stores, "ana"), new JobId("job"));

            assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo(new JobId("job"));
            assertThat(subscription).isNotNull();
        }
    }

    @Test
    void storesWorkInTransactionModeWithoutPreparedStatements() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start("transaction", direct, folder);
                HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(bouncer.dataSource());
            pool.setMaximumPoolSize(4);
            Stores stores = JdbiStores.over(pool);
            long ana = Learners.register(stores, "ana");
            for (int i = 0; i < 50; i++) {
                long sign = stores.catalog()
                        .addSign(new NewSign("sign" + i, "", "sign" + i, 10))
                        .id();
                stores.progress().learnSign(ana, sign);
                end(stores, ana, new JobId("job" + i));
            }

            assertThat(stores.users().findById(ana).orElseThrow().points()).isEqualTo(500);
        }
    }

    private PostgresJobSignal listen(DataSource dataSource) {
        return PostgresJobSignal.listen(
                dataSource,
                executor,
                Scheduler.on(timer),
                Backoff.fixed(Duration.ofMillis(20)),
                Duration.ofMillis(50),
                Duration.ofSeconds(1));
    }

    private static void end(Stores stores, long owner, JobId id) {
        stores.jobs().insert(new NewJob(id, owner, "bom_dia", Instant.EPOCH), JobStore.UNLIMITED);
        stores.jobs().endQueued(id, JobStatus.FAILED, "no", Instant.EPOCH, 1);
    }
}
