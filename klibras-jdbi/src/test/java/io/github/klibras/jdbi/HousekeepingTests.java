package io.github.klibras.jdbi;

import io.github.klibras.core.job.JobStore;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import javax.sql.DataSource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;

import static org.assertj.core.api.Assertions.assertThat;

/** Housekeeping that finds nothing to do reads next to nothing, however many jobs have ended and videos wait. */
abstract class HousekeepingTests {

    private static final int MANY = 20_000;
    private static final int NEXT_TO_NOTHING = 20;
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    /** A time that all databases can hold. */
    private static final LocalDateTime LONG_AGO = LocalDateTime.parse("1000-01-01T00:00:00");

    private static final LocalDateTime UTC = LocalDateTime.parse("2026-11-24T12:00:00");

    private final TestServer server;
    private final StatementRecorder recorder = new StatementRecorder();
    private Jdbi jdbi;
    private JdbiStores stores;

    HousekeepingTests(TestServer server) {
        this.server = server;
    }

    @BeforeEach
    void fill() {
        DataSource dataSource = server.migrated();
        jdbi = Jdbi.create(dataSource);
        stores = JdbiStores.builder(dataSource).sqlLogger(recorder).build();
        jdbi.useHandle(handle -> {
            handle.execute("insert into processing_jobs (job_id, user_id, expected_action, status, state,"
                    + " message_confirmed, created_at, completed_at) select concat('job', x), 1, 's1',"
                    + " case when mod(x, 2) = 0 then 'completed' else 'failed' end,"
                    + " case when mod(x, 2) = 0 then 'COMPLETED' else 'FAILED' end, mod(x, 3) <> 0,"
                    + " timestamp '2026-11-20 12:00:00', timestamp '2026-11-20 12:00:01' from "
                    + server.numbers(MANY));
            handle.execute(
                    "insert into processing_job_videos (job_id, content, stored_at) select concat('job', x), ?, ? from "
                            + server.numbers(MANY),
                    new byte[] {1},
                    UTC);
            handle.execute(server.analyze());
        });
    }

    @Test
    void purgingReadsNextToNothing() {
        LocalDateTime aYearAgo = UTC.minusDays(365);

        assertThat(read(jobs -> jobs.findEnded(NOW, 0, 500), aYearAgo, aYearAgo, 500, 0))
                .isLessThan(NEXT_TO_NOTHING);
    }

    @Test
    void expiringJobsReadsNextToNothing() {
        assertThat(read(jobs -> jobs.findQueued(NOW, 0, 500), UTC.minusDays(1), 500, 0))
                .isLessThan(NEXT_TO_NOTHING);
    }

    @Test
    void releasingAbandonedJobsReadsNextToNothing() {
        assertThat(read(jobs -> jobs.releaseAbandoned(NOW, 500), UTC, 500)).isLessThan(NEXT_TO_NOTHING);
    }

    @Test
    void relayingUnpublishedJobsReadsNextToNothing() {
        assertThat(read(jobs -> jobs.takeUnpublished(NOW, NOW, NOW, 50), UTC, UTC.minusMinutes(1), 50))
                .isLessThan(NEXT_TO_NOTHING);
    }

    @Test
    void sweepingVideosReadsNextToNothing() {
        String statement = recorder.during(
                        () -> stores.videos(InstantSource.system()).findStoredBefore(NOW, null, 500))
                .get(0);

        assertThat(jdbi.<Long, RuntimeException>withHandle(
                        handle -> server.rowsRead(handle, statement, LONG_AGO, UTC.minusDays(1), LONG_AGO, "", 500)))
                .isLessThan(NEXT_TO_NOTHING);
    }

    @FunctionalInterface
    private interface Work {
        void on(JobStore jobs);
    }

    /** Returns how much the first statement of this work reads, in rows or buffers. */
    private long read(Work work, Object... parameters) {
        String statement = recorder.during(() -> work.on(stores.jobs())).get(0);
        return jdbi.withHandle(handle -> server.rowsRead(handle, statement, parameters));
    }
}
