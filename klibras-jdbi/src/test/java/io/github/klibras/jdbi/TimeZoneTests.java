package io.github.klibras.jdbi;

import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.ClaimResult.LeasedElsewhere;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.store.Stores;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.sql.DataSource;
import java.time.Instant;
import java.util.TimeZone;

import static org.assertj.core.api.Assertions.assertThat;

/** Times are in UTC, whatever the zone of the JVM. */
abstract class TimeZoneTests {

    private final TestServer server;

    TimeZoneTests(TestServer server) {
        this.server = server;
    }

    private static final JobId JOB = new JobId("job");

    private final TimeZone zone = TimeZone.getDefault();

    @BeforeEach
    void moveToBrazil() {
        TimeZone.setDefault(TimeZone.getTimeZone("America/Sao_Paulo"));
    }

    @AfterEach
    void moveBack() {
        TimeZone.setDefault(zone);
    }

    /** Local midnight of 2018-11-04 does not exist in São Paulo, and the last hour of 2018-02-17 happens twice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T02:30:00.123456Z",
                "2018-11-04T00:30:00Z",
                "2018-11-04T03:30:00Z",
                "2018-02-18T01:30:00Z",
                "2018-02-18T02:30:00Z",
                "1999-12-31T23:59:59.999999Z"
            })
    void timeIsStoredInUtcAndReadBackUnchanged(Instant time) {
        DataSource dataSource = server.migrated();
        Stores stores = JdbiStores.over(dataSource);
        JobStore jobs = stores.jobs();

        jobs.insert(new NewJob(JOB, Learners.register(stores, "ana"), "bom_dia", time), JobStore.UNLIMITED);

        assertThat(jobs.find(JOB).orElseThrow().createdAt()).isEqualTo(time);
        String stored = Jdbi.create(dataSource)
                .withHandle(handle -> handle.select("select concat(created_at, '') from processing_jobs")
                        .mapTo(String.class)
                        .one());
        assertThat(Instant.parse(stored.replace(' ', 'T') + "Z")).isEqualTo(time);

        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        assertThat(jobs.find(JOB).orElseThrow().createdAt()).isEqualTo(time);
        assertThat(jobs.claim(JOB, time, time.plusSeconds(60))).isInstanceOf(Claimed.class);
        assertThat(jobs.claim(JOB, time.plusSeconds(59), time.plusSeconds(120)))
                .isEqualTo(new LeasedElsewhere(JOB, time.plusSeconds(60)));
    }
}
