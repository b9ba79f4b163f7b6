package io.github.klibras.testkit.job;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.ClaimResult.LeasedElsewhere;
import io.github.klibras.core.job.ClaimResult.NoSuchJob;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.Race;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@link JobStore} on who may work on a job and for how long, single-threaded and under concurrency.
 */
public abstract class JobClaimContract extends JobStoreFixture {

    /** PostgreSQL cannot even compare with text that contains NUL. */
    @Test
    void unstorableIdIsTreatedAsUnknown() {
        User ana = learner("ana");
        JobId odd = new JobId("a\0b");
        Claim claim = new Claim(odd, 1, ana.id(), "bom_dia", null, 1);

        assertThat(stores.jobs().find(odd)).isEmpty();
        assertThat(stores.jobs().findAll(List.of(odd))).isEmpty();
        assertThat(stores.jobs().claim(odd, NOW, NOW.plus(LEASE))).isEqualTo(new NoSuchJob(odd));
        assertThat(stores.jobs().renew(claim, NOW.plus(LEASE), null)).isFalse();
        assertThat(stores.jobs().release(claim)).isFalse();
        assertThat(stores.jobs().finish(claim, new Failed("no"), NOW)).isEqualTo(new Superseded());
        assertThat(stores.jobs().endQueued(odd, JobStatus.EXPIRED, "late", NOW, KEY))
                .isFalse();
        assertThat(stores.jobs().cancel(odd, ana.id(), NOW, KEY)).isEqualTo(new Cancellation.NoSuchJob(odd));
        assertThat(stores.jobs().markPublished(odd)).isFalse();
        assertThat(stores.jobs().historyAfter(ana.id(), NOW, odd, 10)).isEmpty();
        stores.jobs().holdBack(List.of(odd), NOW);
        assertThat(stores.jobs().delete(List.of(odd))).isZero();
    }

    @Test
    void claimStartsTheJobAndCountsTheAttempt() {
        User ana = learner("ana");
        insert(ana, "bom_dia");

        Claim claim = claim(NOW);

        assertThat(claim).isEqualTo(new Claim(JOB, claim.token(), ana.id(), "bom_dia", null, 1));
        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void anUnknownJobIsNotClaimed() {
        assertThat(stores.jobs().claim(JOB, NOW, NOW.plus(LEASE))).isEqualTo(new NoSuchJob(JOB));
    }

    @Test
    void aLeasedJobIsNotClaimedAgainBeforeTheLeaseRunsOut() {
        insert(learner("ana"), "bom_dia");
        claim(NOW);

        assertThat(stores.jobs()
                        .claim(
                                JOB,
                                NOW.plus(LEASE).minusMillis(1),
                                NOW.plus(LEASE).plus(LEASE)))
                .isEqualTo(new LeasedElsewhere(JOB, NOW.plus(LEASE)));
        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void jobWithAnExpiredLeaseIsTakenOverWithAHigherToken() {
        insert(learner("ana"), "bom_dia");
        Claim first = claim(NOW);

        Claim second = claim(NOW.plus(LEASE));

        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void renewedLeaseLastsLonger() {
        insert(learner("ana"), "bom_dia");
        Claim claim = claim(NOW);
        Instant later = NOW.plus(LEASE).plus(LEASE);

        assertThat(stores.jobs().renew(claim, later, null)).isTrue();

        assertThat(stores.jobs().claim(JOB, NOW.plus(LEASE), later)).isEqualTo(new LeasedElsewhere(JOB, later));
    }

    @Test
    void supersededClaimHasNoEffect() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim first = claim(NOW);
        Claim second = claim(NOW.plus(LEASE));

        assertThat(stores.jobs().renew(first, NOW.plus(LEASE.multipliedBy(9)), null))
                .isFalse();
        assertThat(stores.jobs().release(first)).isFalse();
        assertThat(stores.jobs().finish(first, found(sign), NOW)).isEqualTo(new Superseded());

        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(pointsOf(ana)).isZero();
        assertThat(stores.jobs().finish(second, found(sign), NOW)).isInstanceOf(Finished.class);
    }

    @Test
    void releasedJobIsQueuedAndKeepsItsAttemptCount() {
        insert(learner("ana"), "bom_dia");

        assertThat(stores.jobs().release(claim(NOW))).isTrue();

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(claim(NOW).attempt()).isEqualTo(2);
    }

    @Test
    void aReleasedClaimIsVoidAndTheNextOneHasAHigherToken() {
        insert(learner("ana"), "bom_dia");
        Claim first = claim(NOW);
        stores.jobs().release(first);

        Claim second = claim(NOW);

        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(stores.jobs().finish(first, new Failed("late"), NOW)).isEqualTo(new Superseded());
        assertThat(stores.jobs().finish(second, new Failed("in time"), NOW)).isInstanceOf(Finished.class);
    }

    @Test
    void outcomeAfterTheLeaseCountsIfNoOneTookTheJobOver() {
        insert(learner("ana"), "bom_dia");
        Claim claim = claim(NOW);

        assertThat(stores.jobs()
                        .finish(claim, new Failed("slow"), NOW.plus(LEASE).plus(LEASE)))
                .isInstanceOf(Finished.class);
    }

    @Test
    void claimThatNamesAnotherOwnerIsSuperseded() {
        User ana = learner("ana");
        User bia = learner("bia");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);
        Claim forged = new Claim(JOB, claim.token(), bia.id(), "bom_dia", null, 1);

        assertThat(stores.jobs().finish(forged, found(sign), NOW)).isEqualTo(new Superseded());

        assertThat(pointsOf(bia)).isZero();
        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void exactlyOneWorkerTakesOverAJobWithAnExpiredLease() {
        insert(learner("ana"), "bom_dia");
        claim(NOW);
        Instant later = NOW.plus(LEASE);

        List<ClaimResult> results = Race.run(THREADS, i -> stores.jobs().claim(JOB, later, later.plus(LEASE)));

        assertThat(results).filteredOn(Claimed.class::isInstance).hasSize(1);
        assertThat(job().attempts()).isEqualTo(2);
    }

    @Test
    void exactlyOneWorkerClaimsAQueuedJob() {
        insert(learner("ana"), "bom_dia");

        List<ClaimResult> results = Race.run(THREADS, i -> stores.jobs().claim(JOB, NOW, NOW.plus(LEASE)));

        assertThat(results).filteredOn(Claimed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(LeasedElsewhere.class::isInstance).hasSize(THREADS - 1);
        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void progressIsStoredOnRenewalAndClearedOnRelease() {
        insert(learner("ana"), "bom_dia");
        Claim claim = claim(NOW);
        Instant later = NOW.plus(LEASE).plus(LEASE);

        assertThat(stores.jobs().renew(claim, later, new JobProgress(25, 100))).isTrue();
        assertThat(job().progress()).isEqualTo(new JobProgress(25, 100));
        assertThat(stores.jobs().claim(JOB, NOW.plus(LEASE), later)).isEqualTo(new LeasedElsewhere(JOB, later));

        assertThat(stores.jobs().renew(claim, later, null)).isTrue();
        assertThat(job().progress()).isEqualTo(new JobProgress(25, 100));

        stores.jobs().release(claim);
        assertThat(job().progress()).isNull();
        assertThat(stores.jobs().renew(claim, later, new JobProgress(99, 100))).isFalse();
        assertThat(job().progress()).isNull();
    }

    @Test
    void progressIsKeptAtTheEndAndClearedOnTakeover() {
        insert(learner("ana"), "bom_dia");
        stores.jobs().renew(claim(NOW), NOW, new JobProgress(99, 100));

        Claim claim = claim(NOW.plus(LEASE));
        assertThat(job().progress()).isNull();

        stores.jobs().renew(claim, NOW, new JobProgress(100, 100));
        stores.jobs().finish(claim, new Failed("no"), NOW);
        assertThat(job().progress()).isEqualTo(new JobProgress(100, 100));
    }
}
