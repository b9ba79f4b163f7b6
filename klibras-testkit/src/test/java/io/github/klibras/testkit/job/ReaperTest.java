package io.github.klibras.testkit.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobListener;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.Reaper;
import io.github.klibras.core.job.ReaperConfig;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.testkit.VirtualTime;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReaperTest {

    private static final JobId JOB = new JobId("job");

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long ana = Learners.register(stores, "ana");
    private final InMemoryVideoStore videos = new InMemoryVideoStore();
    private final List<String> events = new ArrayList<>();
    private final ReaperConfig config = ReaperConfig.builder().batch(2).build();
    private final Reaper reaper = new Reaper(stores.jobs(), videos, config, time, new JobListener() {
        @Override
        public void ended(JobId id, JobStatus status, int awardedPoints, Duration elapsed) {
            events.add(id + " " + status);
        }
    });

    @Test
    void aJobThatIsQueuedForADayExpires() throws Exception {
        insert(JOB);

        try (AutoCloseable running = reaper.start(time, Runnable::run)) {
            time.advance(Duration.ofHours(24));
            assertThat(status()).isEqualTo(JobStatus.QUEUED);
            time.advance(Duration.ofMinutes(2));
            assertThat(running).isNotNull();
        }

        assertThat(status()).isEqualTo(JobStatus.EXPIRED);
        assertThat(events).containsExactly("job EXPIRED");
        assertThat(videos.size()).isZero();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void aJobWhoseWorkerDiedGoesBackToTheQueueAndCanBeTakenAgain() {
        insert(JOB);
        stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60));

        time.advance(Duration.ofSeconds(119));
        reaper.run();
        assertThat(status()).isEqualTo(JobStatus.RUNNING);
        time.advance(Duration.ofSeconds(2));
        reaper.run();

        assertThat(status()).isEqualTo(JobStatus.QUEUED);
        assertThat(events).isEmpty();
    }

    @Test
    void jobsAreForgottenWithTheirVideosAYearAfterTheirEnd() {
        insert(JOB);
        stores.jobs().failQueued(JOB, "no", time.instant());

        time.advance(Duration.ofDays(365));
        reaper.run();
        assertThat(stores.jobs().find(JOB)).isPresent();
        time.advance(Duration.ofMillis(1));
        reaper.run();

        assertThat(stores.jobs().find(JOB)).isEmpty();
        assertThat(videos.size()).isZero();
    }

    @Test
    void moreThanABatchIsDealtWithAtOnce() {
        for (int i = 0; i < 7; i++) {
            insert(new JobId("job" + i));
        }
        time.advance(Duration.ofHours(25));

        reaper.run();

        assertThat(events).hasSize(7);
    }

    @Test
    void senselessSettingsAreRefused() {
        assertThatThrownBy(() -> ReaperConfig.builder().batch(0).build()).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ReaperConfig.builder().maxQueued(Duration.ZERO).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("time in the queue");
    }

    private void insert(JobId id) {
        stores.jobs().insert(new NewJob(id, ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
        videos.put(id, Video.of(new byte[1]));
    }

    private JobStatus status() {
        return stores.jobs().find(JOB).orElseThrow().status();
    }
}
