package io.github.klibras.testkit.housekeeping;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.housekeeping.ReaperConfig;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import io.github.klibras.testkit.service.Disturbed;
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
    private final InMemoryVideoStore videos = new InMemoryVideoStore(time);
    private final List<String> events = new ArrayList<>();
    private final ReaperConfig config = ReaperConfig.builder().batch(2).build();
    private final Reaper reaper = reaper(stores.jobs(), videos);

    private Reaper reaper(JobStore jobs, VideoStore kept) {
        return Reaper.builder(jobs)
                .videos(kept)
                .config(config)
                .clock(time)
                .listener(new JobListener() {
                    @Override
                    public void ended(JobEnd end) {
                        events.add(end.id() + " " + end.status());
                    }
                })
                .build();
    }

    @Test
    void aJobThatIsQueuedForADayExpires() throws Exception {
        insert(JOB);

        AutoCloseable running = reaper.start(time, Runnable::run);
        try (running) {
            time.advance(Duration.ofHours(24));
            assertThat(status()).isEqualTo(JobStatus.QUEUED);
            time.advance(Duration.ofMinutes(2));
        }

        assertThat(status()).isEqualTo(JobStatus.EXPIRED);
        assertThat(events).containsExactly("job EXPIRED");
        assertThat(videos.size()).isZero();
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void jobOfADeadWorkerIsQueuedAgain() {
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
    void jobsAndTheirVideosAreDeletedAYearAfterTheirEnd() {
        insert(JOB);
        end(JOB);

        time.advance(Duration.ofDays(365));
        reaper.run();
        assertThat(stores.jobs().find(JOB)).isPresent();
        time.advance(Duration.ofMillis(1));
        reaper.run();

        assertThat(stores.jobs().find(JOB)).isEmpty();
        assertThat(videos.size()).isZero();
    }

    @Test
    void oneRunHandlesMoreThanABatch() {
        for (int i = 0; i < 7; i++) {
            insert(new JobId("job" + i));
        }
        time.advance(Duration.ofHours(25));

        reaper.run();

        assertThat(events).hasSize(7);
    }

    @Test
    void invalidSettingsAreRefused() {
        assertThatThrownBy(() -> ReaperConfig.builder().batch(0).build()).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ReaperConfig.builder().maxQueued(Duration.ZERO).build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("time in the queue");
    }

    @Test
    void undeletableVideoKeepsItsJobWithoutHoldingUpOthers() {
        for (int i = 0; i < 7; i++) {
            insert(new JobId("job" + i));
            end(new JobId("job" + i));
        }
        List<String> broken = new ArrayList<>(List.of("job0", "job3"));
        Reaper careful = reaper(stores.jobs(), failingToDelete(broken));
        time.advance(Duration.ofDays(366));

        assertThatThrownBy(careful::run).isInstanceOf(StoreException.class);
        assertThat(stores.jobs().history(ana, 10, 0))
                .extracting(job -> job.id().value())
                .containsExactly("job0", "job3");
        assertThat(videos.size()).isEqualTo(2);

        broken.clear();
        careful.run();
        assertThat(stores.jobs().count(ana)).isZero();
        assertThat(videos.size()).isZero();
    }

    @Test
    void jobThatCannotBeEndedDoesNotHoldUpOthers() {
        for (int i = 0; i < 7; i++) {
            insert(new JobId("job" + i));
        }
        JobStore flaky = Disturbed.store(JobStore.class, stores.jobs(), (method, args) -> {
            if (method.equals("endQueued") && args[0].equals(new JobId("job1"))) {
                throw new StoreException("this row is broken, for a test");
            }
        });
        time.advance(Duration.ofHours(25));

        assertThatThrownBy(reaper(flaky, videos)::run).isInstanceOf(StoreException.class);

        assertThat(events).hasSize(6).doesNotContain("job1 EXPIRED");
    }

    @Test
    void failingTaskDoesNotPreventOtherHousekeeping() {
        insert(JOB);
        JobStore flaky = Disturbed.store(JobStore.class, stores.jobs(), method -> {
            if (method.equals("releaseAbandoned")) {
                throw new StoreException("for a test");
            }
        });
        time.advance(Duration.ofHours(25));

        assertThatThrownBy(reaper(flaky, videos)::run).hasMessage("for a test");

        assertThat(events).containsExactly("job EXPIRED");
    }

    @Test
    void orphanedVideosAreSweptUp() {
        for (int i = 0; i < 5; i++) {
            videos.put(new JobId("no job " + i), Video.of(new byte[1]));
        }
        insert(JOB);
        stores.jobs().claim(JOB, time.instant(), time.instant().plus(Duration.ofDays(3)));
        insert(new JobId("ended without its video"));
        end(new JobId("ended without its video"));
        time.advance(Duration.ofHours(24));
        videos.put(new JobId("just put there"), Video.of(new byte[1]));

        reaper.run();
        assertThat(videos.size()).as("a submission may be under way").isEqualTo(8);
        time.advance(Duration.ofHours(2));
        reaper.run();

        assertThat(videos.size()).isEqualTo(2);
        assertThat(videos.find(JOB)).isPresent();
        assertThat(videos.find(new JobId("just put there"))).isPresent();
    }

    private VideoStore failingToDelete(List<String> ids) {
        return Disturbed.store(VideoStore.class, videos, (method, args) -> {
            if (method.equals("delete") && ids.contains(args[0].toString())) {
                throw new StoreException("the disk is full, for a test");
            }
        });
    }

    private void end(JobId id) {
        assertThat(stores.jobs().endQueued(id, JobStatus.FAILED, "no", time.instant(), 1))
                .isTrue();
    }

    private void insert(JobId id) {
        stores.jobs().insert(new NewJob(id, ana, "bom_dia", time.instant()), JobStore.UNLIMITED);
        videos.put(id, Video.of(new byte[1]));
    }

    private JobStatus status() {
        return stores.jobs().find(JOB).orElseThrow().status();
    }
}
