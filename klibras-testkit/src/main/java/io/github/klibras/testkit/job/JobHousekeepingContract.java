package io.github.klibras.testkit.job;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.AlreadyEnded;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.Race;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link JobStore} for relays and reapers, single-threaded and under concurrency. */
public abstract class JobHousekeepingContract extends JobStoreFixture {

    @Test
    void jobsStayUnpublishedUntilConfirmedOrClaimed() {
        User ana = learner("ana");
        for (String name : List.of("confirmed", "taken", "failed", "lost")) {
            insert(new NewJob(new JobId(name), ana.id(), "bom_dia", NOW.minusSeconds(60)));
        }
        insert(new NewJob(new JobId("older"), ana.id(), "bom_dia", NOW.minusSeconds(61)));
        insert(new NewJob(new JobId("young"), ana.id(), "bom_dia", NOW));
        assertThat(stores.jobs().markPublished(new JobId("confirmed"))).isTrue();
        assertThat(stores.jobs().markPublished(new JobId("nobody"))).isFalse();
        stores.jobs().release(claim(new JobId("taken"), NOW));
        fail(new JobId("failed"), "no", NOW);

        assertThat(idsOf(takeUnpublished(NOW, 1))).containsExactly("older");
        assertThat(idsOf(takeUnpublished(NOW, 10)))
                .as("jobs that were not taken before")
                .containsExactly("lost");
        assertThat(takeUnpublished(NOW.plusSeconds(59), 10)).isEmpty();
        assertThat(idsOf(takeUnpublished(NOW.plusSeconds(60), 10)))
                .as("jobs that were taken, but not published in time")
                .containsExactly("older", "lost");
    }

    @Test
    void concurrentRelaysTakeDifferentJobs() {
        User ana = learner("ana");
        for (int i = 0; i < 40; i++) {
            insert(new NewJob(new JobId("job-" + i), ana.id(), "bom_dia", NOW.minusSeconds(60)));
        }

        List<List<RecognitionJob>> taken = Race.run(8, i -> takeUnpublished(NOW, 5));

        assertThat(taken.stream().flatMap(List::stream).map(job -> job.id().value()))
                .doesNotHaveDuplicates();
        int left = takeUnpublished(NOW, 40).size();
        assertThat(taken.stream().mapToInt(List::size).sum() + left).isEqualTo(40);
    }

    @Test
    void abandonedJobsAreQueuedAgain() {
        User ana = learner("ana");
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);
        stores.jobs().renew(claim, NOW.plus(LEASE), new JobProgress(50, 100));

        assertThat(stores.jobs().releaseAbandoned(NOW.plus(LEASE), 10)).isZero();
        assertThat(stores.jobs().releaseAbandoned(NOW.plus(LEASE).plusMillis(1), 10))
                .isEqualTo(1);

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job().attempts()).isEqualTo(1);
        assertThat(job().progress()).as("progress of the lost worker").isNull();
        assertThat(stores.jobs().finish(claim, new Failed("late"), NOW)).isEqualTo(new Superseded());
        assertThat(stores.jobs().releaseAbandoned(NOW.plus(LEASE).plusMillis(1), 10))
                .isZero();
    }

    @Test
    void heldBackJobsAreTakenOnceDueWhateverTheirAge() {
        User ana = learner("ana");
        for (String name : List.of("refused", "postponed", "confirmed")) {
            insert(new NewJob(new JobId(name), ana.id(), "bom_dia", NOW.minusSeconds(40)));
        }
        insert(new NewJob(new JobId("new"), ana.id(), "bom_dia", NOW));
        stores.jobs().markPublished(new JobId("confirmed"));
        List<JobId> atOnce =
                List.of(new JobId("refused"), new JobId("new"), new JobId("confirmed"), new JobId("nobody"));

        stores.jobs().holdBack(atOnce, NOW);
        stores.jobs().holdBack(List.of(new JobId("postponed")), NOW.plusSeconds(90));
        stores.jobs().holdBack(List.of(), NOW);

        assertThat(idsOf(takeUnpublished(NOW, 10))).containsExactly("refused", "new");
        assertThat(idsOf(takeUnpublished(NOW.plusSeconds(89), 10))).containsExactly("refused", "new");
        assertThat(idsOf(takeUnpublished(NOW.plusSeconds(90), 10))).containsExactly("postponed");
    }

    @Test
    void queuedJobsAreFoundOldestFirst() {
        User ana = learner("ana");
        for (int i = 0; i < 3; i++) {
            insert(new NewJob(new JobId("late" + i), ana.id(), "bom_dia", NOW.minusSeconds(100 - i)));
        }
        insert(new NewJob(new JobId("running"), ana.id(), "bom_dia", NOW.minusSeconds(100)));
        claim(new JobId("running"), NOW);
        insert(new NewJob(new JobId("ended"), ana.id(), "bom_dia", NOW.minusSeconds(100)));
        fail(new JobId("ended"), "no", NOW);
        insert(new NewJob(new JobId("young"), ana.id(), "bom_dia", NOW));
        Instant before = NOW.minusSeconds(50);

        assertThat(stores.jobs().findQueued(before, 0, 2)).containsExactly(new JobId("late0"), new JobId("late1"));
        assertThat(stores.jobs().findQueued(before, 0, 9)).hasSize(3);
        assertThat(stores.jobs().findQueued(before, 1, 2)).containsExactly(new JobId("late1"), new JobId("late2"));
        assertThat(stores.jobs().findQueued(before, 3, 2)).isEmpty();

        assertThat(stores.jobs().endQueued(new JobId("late0"), JobStatus.EXPIRED, "too late", NOW, KEY))
                .isTrue();
        RecognitionJob expired = stores.jobs().find(new JobId("late0")).orElseThrow();
        assertThat(expired.status()).isEqualTo(JobStatus.EXPIRED);
        assertThat(expired.error()).isEqualTo("too late");
        assertThat(expired.endedAt()).isEqualTo(NOW);
        assertThat(stores.jobs().claim(new JobId("late0"), NOW, NOW.plus(LEASE)))
                .isEqualTo(new AlreadyEnded(new JobId("late0"), JobStatus.EXPIRED));
    }

    @Test
    void exactlyOneOfManyConcurrentCallsEndsAQueuedJob() {
        insert(learner("ana"), "bom_dia");

        List<Boolean> results =
                Race.run(THREADS, i -> stores.jobs().endQueued(JOB, JobStatus.EXPIRED, "too late", NOW, KEY + i));

        assertThat(results).filteredOn(ended -> ended).hasSize(1);
    }

    @Test
    void endedJobsAreFoundOldestFirst() {
        User ana = learner("ana");
        for (int i = 0; i < 3; i++) {
            insert(new NewJob(new JobId("ended" + i), ana.id(), "bom_dia", NOW.minusSeconds(100 - i)));
            fail(new JobId("ended" + i), "no", NOW);
        }
        insert(new NewJob(new JobId("open"), ana.id(), "bom_dia", NOW.minusSeconds(1000)));
        Instant before = NOW.plusMillis(1);

        assertThat(stores.jobs().findEnded(NOW, 0, 10)).isEmpty();
        assertThat(stores.jobs().findEnded(before, 0, 2)).containsExactly(new JobId("ended0"), new JobId("ended1"));
        assertThat(stores.jobs().findEnded(before, 2, 2)).containsExactly(new JobId("ended2"));
    }

    /** A retention of thousands of years must not purge everything. */
    @Test
    void extremeTimesKeepTheirOrder() {
        User ana = learner("ana");
        insert(ana, "bom_dia");
        JobId ended = new JobId("ended");
        insert(new NewJob(ended, ana.id(), "bom_dia", NOW));
        fail(ended, "no", NOW);

        for (Instant early : List.of(Instant.MIN, Instant.parse("-2974-01-01T00:00:00Z"), Instant.EPOCH)) {
            assertThat(stores.jobs().findEnded(early, 0, 10)).as("%s", early).isEmpty();
            assertThat(stores.jobs().findQueued(early, 0, 10)).as("%s", early).isEmpty();
        }
        for (Instant late : List.of(Instant.parse("+12026-01-01T00:00:00Z"), Instant.MAX)) {
            assertThat(stores.jobs().findEnded(late, 0, 10)).as("%s", late).containsExactly(ended);
            assertThat(stores.jobs().findQueued(late, 0, 10)).as("%s", late).containsExactly(JOB);
        }
    }

    @Test
    void jobsInAnyStateAreDeleted() {
        User ana = learner("ana");
        List<JobId> ids = List.of(new JobId("queued"), new JobId("running"), new JobId("ended"));
        ids.forEach(id -> insert(new NewJob(id, ana.id(), "bom_dia", NOW)));
        insert(ana, "bom_dia");
        Claim claim = claim(ids.get(1), NOW);
        fail(ids.get(2), "no", NOW);
        List<JobId> many = Stream.concat(ids.stream(), IntStream.range(0, 3000).mapToObj(i -> new JobId("no" + i)))
                .toList();

        assertThat(stores.jobs().delete(many)).isEqualTo(3);
        assertThat(stores.jobs().delete(ids)).isZero();
        assertThat(stores.jobs().delete(List.of())).isZero();

        assertThat(stores.jobs().findAll(ids)).isEmpty();
        assertThat(stores.jobs().finish(claim, new Failed("late"), NOW)).isEqualTo(new Superseded());
        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
    }

    private List<RecognitionJob> takeUnpublished(Instant now, int limit) {
        return stores.jobs().takeUnpublished(NOW.minusSeconds(30), now, now.plusSeconds(60), limit);
    }
}
