package io.github.klibras.testkit;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.ClaimResult.AlreadyEnded;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.ClaimResult.LeasedElsewhere;
import io.github.klibras.core.job.ClaimResult.NoSuchJob;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.RecognitionResult;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.user.User;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.job.JobStore}, alone and under concurrency. */
public abstract class JobStoreContract extends StoresFixture {

    private static final Instant NOW = Instant.parse("2026-11-24T02:30:00.123456Z");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");
    private static final int THREADS = 16;

    @Test
    void aNewJobIsQueued() {
        User ana = learner("ana");

        assertThat(stores.jobs().insert(new NewJob(JOB, ana.id(), "bom_dia", NOW)))
                .isTrue();

        assertThat(stores.jobs().find(JOB))
                .contains(new RecognitionJob(JOB, ana.id(), "bom_dia", JobStatus.QUEUED, 0, null, 0, null, NOW, null));
    }

    @Test
    void aSecondJobOfTheSameIdIsNotStored() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(ana, "bom_dia");

        assertThat(stores.jobs().insert(new NewJob(JOB, bia.id(), "obrigado", NOW)))
                .isFalse();

        assertThat(job().userId()).isEqualTo(ana.id());
    }

    @Test
    void severalJobsAreReadAtOnce() {
        User ana = learner("ana");
        JobId other = new JobId("other");
        insert(ana, "bom_dia");
        stores.jobs().insert(new NewJob(other, ana.id(), "obrigado", NOW));

        assertThat(stores.jobs().findAll(List.of(JOB, other, new JobId("nobody"))))
                .extracting(RecognitionJob::id)
                .containsExactlyInAnyOrder(JOB, other);
        assertThat(stores.jobs().findAll(List.of())).isEmpty();
    }

    @Test
    void aClaimMakesTheJobRunAndCountsTheAttempt() {
        User ana = learner("ana");
        insert(ana, "bom_dia");

        Claim claim = claim(NOW);

        assertThat(claim).isEqualTo(new Claim(JOB, claim.token(), ana.id(), "bom_dia", 1));
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
    void aJobWhoseLeaseRanOutIsTakenOverUnderAHigherToken() {
        insert(learner("ana"), "bom_dia");
        Claim first = claim(NOW);

        Claim second = claim(NOW.plus(LEASE));

        assertThat(second.token()).isGreaterThan(first.token());
        assertThat(second.attempt()).isEqualTo(2);
    }

    @Test
    void aRenewedLeaseHoldsLonger() {
        insert(learner("ana"), "bom_dia");
        Claim claim = claim(NOW);
        Instant later = NOW.plus(LEASE).plus(LEASE);

        assertThat(stores.jobs().renew(claim, later)).isTrue();

        assertThat(stores.jobs().claim(JOB, NOW.plus(LEASE), later)).isEqualTo(new LeasedElsewhere(JOB, later));
    }

    @Test
    void aSupersededClaimCanDoNothing() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim first = claim(NOW);
        Claim second = claim(NOW.plus(LEASE));

        assertThat(stores.jobs().renew(first, NOW.plus(LEASE.multipliedBy(9)))).isFalse();
        assertThat(stores.jobs().release(first)).isFalse();
        assertThat(stores.jobs().finish(first, found(sign), NOW)).isEqualTo(new Superseded());

        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(pointsOf(ana)).isZero();
        assertThat(stores.jobs().finish(second, found(sign), NOW)).isInstanceOf(Finished.class);
    }

    @Test
    void aReleasedJobIsQueuedAndItsAttemptsStayCounted() {
        insert(learner("ana"), "bom_dia");

        assertThat(stores.jobs().release(claim(NOW))).isTrue();

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(claim(NOW).attempt()).isEqualTo(2);
    }

    @Test
    void finishingStoresTheResultAndPaysTheOwner() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");

        FinishResult result = stores.jobs().finish(claim(NOW), found(sign), NOW.plusSeconds(3));

        assertThat(result).isEqualTo(new Finished(Optional.of(new Award.Granted(sign.id(), 10, 10))));
        assertThat(job())
                .isEqualTo(new RecognitionJob(
                        JOB,
                        ana.id(),
                        "bom_dia",
                        JobStatus.COMPLETED,
                        1,
                        new Recognition("bom_dia", "bom_dia", 0.991, true, true),
                        10,
                        null,
                        NOW,
                        NOW.plusSeconds(3)));
        assertThat(pointsOf(ana)).isEqualTo(10);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(sign);
    }

    @Test
    void aSignThatTheOwnerKnowsIsNotPaidAgain() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        stores.progress().learnSign(ana.id(), sign.id());
        insert(ana, "bom_dia");

        FinishResult result = stores.jobs().finish(claim(NOW), found(sign), NOW);

        assertThat(result).isEqualTo(new Finished(Optional.of(new Award.AlreadyKnown(sign.id()))));
        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job().awardedPoints()).isZero();
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void aSignThatWasNotShownIsNotPaid() {
        User ana = learner("ana");
        sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Recognition other = new Recognition("bom_dia", "obrigado", 0.7, false, false);

        FinishResult result = stores.jobs().finish(claim(NOW), new Completed(result(other), OptionalLong.empty()), NOW);

        assertThat(result).isEqualTo(new Finished(Optional.empty()));
        assertThat(job().recognition()).isEqualTo(other);
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void theResultIsKeptAlsoIfSignOrOwnerAreGone() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        JobId orphan = new JobId("orphan");
        stores.jobs().insert(new NewJob(orphan, ana.id() + 1, "bom_dia", NOW));
        Completed unknownSign = new Completed(found(sign).result(), OptionalLong.of(sign.id() + 1));

        FinishResult withoutSign = stores.jobs().finish(claim(NOW), unknownSign, NOW);
        FinishResult withoutOwner = stores.jobs().finish(claim(orphan, NOW), found(sign), NOW);

        assertThat(withoutSign).isEqualTo(new Finished(Optional.of(new Award.NoSuchSign(sign.id() + 1))));
        assertThat(withoutOwner).isEqualTo(new Finished(Optional.of(new Award.NoSuchUser(ana.id() + 1))));
        assertThat(job().status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void aFailureKeepsItsErrorAndPaysNothing() {
        User ana = learner("ana");
        insert(ana, "bom_dia");

        FinishResult result = stores.jobs().finish(claim(NOW), new Failed("the video is cut off"), NOW.plusSeconds(1));

        assertThat(result).isEqualTo(new Finished(Optional.empty()));
        assertThat(job())
                .isEqualTo(new RecognitionJob(
                        JOB,
                        ana.id(),
                        "bom_dia",
                        JobStatus.FAILED,
                        1,
                        null,
                        0,
                        "the video is cut off",
                        NOW,
                        NOW.plusSeconds(1)));
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void aLongErrorIsCutAndTheJobEndsAllTheSame() {
        insert(learner("ana"), "bom_dia");

        stores.jobs().finish(claim(NOW), new Failed("é🤟".repeat(400)), NOW);

        String error = Objects.requireNonNull(job().error());
        assertThat(error).startsWith("é🤟é🤟").endsWith("…");
        assertThat(error.codePointCount(0, error.length())).isEqualTo(JobOutcome.MAX_ERROR);
    }

    @Test
    void anEndedJobStaysAsItIs() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);
        stores.jobs().finish(claim, new Failed("first"), NOW);

        assertThat(stores.jobs().finish(claim, found(sign), NOW)).isEqualTo(new Superseded());
        assertThat(stores.jobs().release(claim)).isFalse();
        assertThat(stores.jobs().renew(claim, NOW.plus(LEASE))).isFalse();
        assertThat(stores.jobs().failQueued(JOB, "second", NOW)).isFalse();
        assertThat(stores.jobs().claim(JOB, NOW.plus(LEASE), NOW.plus(LEASE).plus(LEASE)))
                .isEqualTo(new AlreadyEnded(JOB, JobStatus.FAILED));

        assertThat(job().error()).isEqualTo("first");
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void aQueuedJobCanBeFailedWithoutAClaim() {
        insert(learner("ana"), "bom_dia");

        assertThat(stores.jobs().failQueued(JOB, "the queue is full", NOW.plusSeconds(1)))
                .isTrue();

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).isEqualTo("the queue is full");
        assertThat(job().endedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(stores.jobs().failQueued(new JobId("nobody"), "no", NOW)).isFalse();
    }

    @Test
    void aRunningJobIsNotFailedWithoutItsClaim() {
        insert(learner("ana"), "bom_dia");
        claim(NOW);

        assertThat(stores.jobs().failQueued(JOB, "no", NOW)).isFalse();

        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        Instant fine = Instant.parse("2026-02-15T23:59:59.999999999Z");

        stores.jobs().insert(new NewJob(JOB, learner("ana").id(), "bom_dia", fine));

        assertThat(job().createdAt()).isEqualTo(Instant.parse("2026-02-15T23:59:59.999999Z"));
    }

    @Test
    void ofManyWorkersExactlyOneGetsTheJob() {
        insert(learner("ana"), "bom_dia");

        List<ClaimResult> results = Race.run(THREADS, i -> stores.jobs().claim(JOB, NOW, NOW.plus(LEASE)));

        assertThat(results).filteredOn(Claimed.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(LeasedElsewhere.class::isInstance).hasSize(THREADS - 1);
        assertThat(job().attempts()).isEqualTo(1);
    }

    @Test
    void ofManyFinishesOfOneClaimExactlyOneCounts() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        List<FinishResult> results = Race.run(THREADS, i -> stores.jobs().finish(claim, found(sign), NOW));

        assertThat(results).filteredOn(Finished.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Superseded.class::isInstance).hasSize(THREADS - 1);
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void jobsOfOneOwnerThatEndAtOncePayEachSignOnce() {
        User ana = learner("ana");
        Sign even = sign("even", 10);
        Sign odd = sign("odd", 100);
        List<Claim> claims = Race.run(THREADS, i -> {
            JobId id = new JobId("job" + i);
            stores.jobs().insert(new NewJob(id, ana.id(), i % 2 == 0 ? "even" : "odd", NOW));
            return claim(id, NOW);
        });

        Race.run(
                THREADS,
                i -> i % 4 < 2
                        ? stores.jobs().finish(claims.get(i), found(i % 2 == 0 ? even : odd), NOW)
                        : stores.progress().learnSign(ana.id(), (i % 2 == 0 ? even : odd).id()));

        assertThat(pointsOf(ana)).isEqualTo(110);
    }

    private void insert(User owner, String action) {
        stores.jobs().insert(new NewJob(JOB, owner.id(), action, NOW));
    }

    private RecognitionJob job() {
        return stores.jobs().find(JOB).orElseThrow();
    }

    private Claim claim(Instant at) {
        return claim(JOB, at);
    }

    private Claim claim(JobId id, Instant at) {
        ClaimResult result = stores.jobs().claim(id, at, at.plus(LEASE));
        assertThat(result).isInstanceOf(Claimed.class);
        return ((Claimed) result).claim();
    }

    private static Completed found(Sign sign) {
        String key = sign.videoKey();
        return new Completed(result(new Recognition(key, key, 0.991, true, true)), OptionalLong.of(sign.id()));
    }

    private static RecognitionResult result(Recognition recognition) {
        return new RecognitionResult(
                recognition, 100, 142, Duration.ofMillis(120), Duration.ofMillis(7), Duration.ofMillis(130));
    }
}
