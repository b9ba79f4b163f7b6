package io.github.klibras.testkit.job;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobInsertion.IdTaken;
import io.github.klibras.core.job.JobInsertion.Inserted;
import io.github.klibras.core.job.JobInsertion.NoSuchUser;
import io.github.klibras.core.job.JobInsertion.SubmittedBefore;
import io.github.klibras.core.job.JobInsertion.TooManyOpen;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.Race;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@link JobStore} for submissions, in particular for owners, idempotency keys and limits,
 * single-threaded and under concurrency.
 */
public abstract class JobSubmissionContract extends JobStoreFixture {

    @Test
    void aNewJobIsQueued() {
        User ana = learner("ana");

        assertThat(insert(new NewJob(JOB, ana.id(), "bom_dia", NOW))).isEqualTo(new Inserted(JOB));

        assertThat(stores.jobs().find(JOB)).contains(queued(JOB, ana));
    }

    @Test
    void jobOfAnUnknownUserIsNotStored() {
        long nobody = learner("ana").id() + 1;

        assertThat(insert(new NewJob(JOB, nobody, "bom_dia", NOW))).isEqualTo(new NoSuchUser(nobody));

        assertThat(stores.jobs().find(JOB)).isEmpty();
    }

    @Test
    void secondJobWithTheSameIdIsNotStored() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(ana, "bom_dia");

        assertThat(insert(new NewJob(JOB, bia.id(), "obrigado", NOW))).isEqualTo(new IdTaken(JOB));

        assertThat(job().userId()).isEqualTo(ana.id());
    }

    @Test
    void idsAreComparedByteByByte() {
        User ana = learner("ana");
        insert(new NewJob(new JobId("job"), ana.id(), "lower", NOW));

        assertThat(insert(new NewJob(new JobId("JOB"), ana.id(), "upper", NOW)))
                .isEqualTo(new Inserted(new JobId("JOB")));
        assertThat(stores.jobs().find(new JobId("job")).orElseThrow().expectedAction())
                .isEqualTo("lower");
    }

    @Test
    void timesAreTruncatedToMicroseconds() {
        Instant fine = Instant.parse("2026-02-15T23:59:59.999999999Z");

        insert(new NewJob(JOB, learner("ana").id(), "bom_dia", fine));

        assertThat(job().createdAt()).isEqualTo(Instant.parse("2026-02-15T23:59:59.999999Z"));
    }

    @Test
    void idempotencyKeyAllowsOneJobPerOwner() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(keyed(JOB, ana.id(), "key"));

        assertThat(insert(keyed(new JobId("again"), ana.id(), "key"))).isEqualTo(new SubmittedBefore(job()));
        assertThat(insert(keyed(new JobId("other"), ana.id(), "Key"))).isEqualTo(new Inserted(new JobId("other")));
        assertThat(insert(keyed(new JobId("hers"), bia.id(), "key"))).isEqualTo(new Inserted(new JobId("hers")));
        assertThat(stores.jobs().find(new JobId("again"))).isEmpty();
    }

    @Test
    void idempotencyKeyIsRememberedAfterTheJobEnds() {
        insert(keyed(JOB, learner("ana").id(), "key"));
        fail(JOB, "no", NOW);

        assertThat(insert(keyed(new JobId("again"), job().userId(), "key"))).isEqualTo(new SubmittedBefore(job()));
    }

    @Test
    void exactlyOneOfManyConcurrentSubmissionsWithOneKeyIsStored() {
        User ana = learner("ana");

        List<JobInsertion> results = Race.run(
                THREADS, i -> stores.jobs().insert(keyed(new JobId("job" + i), ana.id(), "key"), JobStore.UNLIMITED));

        assertThat(results).filteredOn(Inserted.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(SubmittedBefore.class::isInstance).hasSize(THREADS - 1);
        assertThat(stores.jobs().count(ana.id())).isEqualTo(1);
    }

    @Test
    void onlyOpenJobsCountAgainstTheLimit() {
        User ana = learner("ana");
        stores.jobs().insert(new NewJob(new JobId("queued"), ana.id(), "bom_dia", NOW), 2);
        stores.jobs().insert(new NewJob(JOB, ana.id(), "bom_dia", NOW), 2);
        claim(NOW);

        assertThat(stores.jobs().insert(new NewJob(new JobId("third"), ana.id(), "bom_dia", NOW), 2))
                .isEqualTo(new TooManyOpen(2, 2));
        fail(new JobId("queued"), "no", NOW);
        assertThat(stores.jobs().insert(new NewJob(new JobId("third"), ana.id(), "bom_dia", NOW), 2))
                .isInstanceOf(Inserted.class);
        assertThat(stores.jobs()
                        .insert(new NewJob(new JobId("hers"), learner("bia").id(), "bom_dia", NOW), 1))
                .isInstanceOf(Inserted.class);
    }

    @Test
    void concurrentSubmissionsDoNotExceedTheLimit() {
        User ana = learner("ana");

        List<JobInsertion> results = Race.run(
                THREADS, i -> stores.jobs().insert(new NewJob(new JobId("job" + i), ana.id(), "bom_dia", NOW), 3));

        assertThat(results).filteredOn(Inserted.class::isInstance).hasSize(3);
        assertThat(results).filteredOn(TooManyOpen.class::isInstance).hasSize(THREADS - 3);
    }

    @Test
    void accountDeletedWhileSubmittingLeavesNoJobBehind() {
        User ana = learner("ana");

        List<Object> results = Race.run(
                THREADS,
                i -> i == THREADS / 2
                        ? stores.users().delete(ana.id())
                        : insert(new NewJob(new JobId("job" + i), ana.id(), "bom_dia", NOW)));

        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result).isInstanceOfAny(Inserted.class, NoSuchUser.class, Boolean.class));
        assertThat(stores.jobs().count(ana.id())).isZero();
    }

    @Test
    void aJobKeepsItsSign() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);

        insert(new NewJob(JOB, ana.id(), "bom_dia", NOW).ofSign(sign.id()));

        assertThat(job().signId()).isEqualTo(sign.id());
        assertThat(claim(NOW).signId()).isEqualTo(sign.id());
    }

    @Test
    void unusualIdsAreStored() {
        User ana = learner("ana");
        for (String name : List.of("", " ", "tïny jób 手", "\n")) {
            JobId id = new JobId(name);

            assertThat(insert(new NewJob(id, ana.id(), "bom_dia", NOW))).isEqualTo(new Inserted(id));

            assertThat(stores.jobs().find(id)).contains(queued(id, ana));
        }
        assertThat(stores.jobs().findQueued(NOW.plusSeconds(1), 0, 10)).hasSize(4);
    }
}
