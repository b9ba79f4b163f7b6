package io.github.klibras.testkit;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Cancellation.Cancelled;
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
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobInsertion.IdTaken;
import io.github.klibras.core.job.JobInsertion.Inserted;
import io.github.klibras.core.job.JobInsertion.NoSuchUser;
import io.github.klibras.core.job.JobInsertion.SubmittedBefore;
import io.github.klibras.core.job.JobInsertion.TooManyOpen;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@link io.github.klibras.core.job.JobStore}, alone and under concurrency. */
public abstract class JobStoreContract extends StoresFixture {

    private static final Instant NOW = Instant.parse("2026-11-24T02:30:00.123456Z");
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final JobId JOB = new JobId("3f1c0a52-5f0e-4d7e-9a38-0d3c6b6f2a11");
    private static final int THREADS = 64;

    @Test
    void aNewJobIsQueued() {
        User ana = learner("ana");

        assertThat(insert(new NewJob(JOB, ana.id(), "bom_dia", NOW))).isEqualTo(new Inserted(JOB));

        assertThat(stores.jobs().find(JOB))
                .contains(new RecognitionJob(JOB, ana.id(), "bom_dia", JobStatus.QUEUED, 0, null, 0, null, NOW, null));
    }

    @Test
    void aJobOfNobodyIsNotStored() {
        long nobody = learner("ana").id() + 1;

        assertThat(insert(new NewJob(JOB, nobody, "bom_dia", NOW))).isEqualTo(new NoSuchUser(nobody));

        assertThat(stores.jobs().find(JOB)).isEmpty();
    }

    @Test
    void aSecondJobOfTheSameIdIsNotStored() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(ana, "bom_dia");

        assertThat(insert(new NewJob(JOB, bia.id(), "obrigado", NOW))).isEqualTo(new IdTaken(JOB));

        assertThat(job().userId()).isEqualTo(ana.id());
    }

    @Test
    void severalJobsAreReadAtOnce() {
        User ana = learner("ana");
        JobId other = new JobId("other");
        insert(ana, "bom_dia");
        insert(new NewJob(other, ana.id(), "obrigado", NOW));

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
    void anOutcomeThatComesAfterTheLeaseCountsIfNobodyTookTheJobOver() {
        insert(learner("ana"), "bom_dia");
        Claim claim = claim(NOW);

        assertThat(stores.jobs()
                        .finish(claim, new Failed("slow"), NOW.plus(LEASE).plus(LEASE)))
                .isInstanceOf(Finished.class);
    }

    @Test
    void aClaimInAnotherOwnersNameIsWorthNothing() {
        User ana = learner("ana");
        User bia = learner("bia");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);
        Claim forged = new Claim(JOB, claim.token(), bia.id(), "bom_dia", 1);

        assertThat(stores.jobs().finish(forged, found(sign), NOW)).isEqualTo(new Superseded());

        assertThat(pointsOf(bia)).isZero();
        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
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
    void manyJobsAndTheSameOneTwiceAreReadAtOnce() {
        insert(learner("ana"), "bom_dia");
        List<JobId> ids = Stream.concat(
                        Stream.of(JOB, JOB), IntStream.range(0, 10_000).mapToObj(i -> new JobId("no" + i)))
                .toList();

        assertThat(stores.jobs().findAll(ids)).extracting(RecognitionJob::id).containsExactly(JOB);
    }

    @Test
    void ofManyWorkersExactlyOneTakesOverAJobWhoseLeaseRanOut() {
        insert(learner("ana"), "bom_dia");
        claim(NOW);
        Instant later = NOW.plus(LEASE);

        List<ClaimResult> results = Race.run(THREADS, i -> stores.jobs().claim(JOB, later, later.plus(LEASE)));

        assertThat(results).filteredOn(Claimed.class::isInstance).hasSize(1);
        assertThat(job().attempts()).isEqualTo(2);
    }

    @Test
    void ofFailingAndTakingAQueuedJobAtOnceExactlyOneHappens() {
        insert(learner("ana"), "bom_dia");

        List<Object> results = Race.run(
                THREADS,
                i -> i % 2 == 0
                        ? stores.jobs().failQueued(JOB, "no", NOW)
                        : stores.jobs().claim(JOB, NOW, NOW.plus(LEASE)));

        assertThat(results)
                .filteredOn(result -> Boolean.TRUE.equals(result) || result instanceof Claimed)
                .hasSize(1);
        assertThat(job().status()).isIn(JobStatus.FAILED, JobStatus.RUNNING);
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
    void theResultIsKeptAlsoIfTheSignIsGone() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Completed unknownSign = new Completed(found(sign).result(), OptionalLong.of(sign.id() + 1));

        FinishResult withoutSign = stores.jobs().finish(claim(NOW), unknownSign, NOW);

        assertThat(withoutSign).isEqualTo(new Finished(Optional.of(new Award.NoSuchSign(sign.id() + 1))));

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

        insert(new NewJob(JOB, learner("ana").id(), "bom_dia", fine));

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
            insert(new NewJob(id, ana.id(), i % 2 == 0 ? "even" : "odd", NOW));
            return claim(id, NOW);
        });

        List<Object> results = Race.run(
                THREADS,
                i -> i % 4 < 2
                        ? stores.jobs().finish(claims.get(i), found(i % 2 == 0 ? even : odd), NOW)
                        : stores.progress().learnSign(ana.id(), (i % 2 == 0 ? even : odd).id()));

        assertThat(pointsOf(ana)).isEqualTo(110);
        int paidByJobs = stores.jobs().history(ana.id(), THREADS, 0).stream()
                .mapToInt(RecognitionJob::awardedPoints)
                .sum();
        int paidDirectly = results.stream()
                .filter(Award.Granted.class::isInstance)
                .mapToInt(granted -> ((Award.Granted) granted).points())
                .sum();
        assertThat(paidByJobs + paidDirectly).isEqualTo(110);
    }

    @Test
    void anErrorWithCharactersThatDatabasesRefuseEndsTheJobAllTheSame() {
        insert(learner("ana"), "bom_dia");

        stores.jobs().finish(claim(NOW), new Failed("a\0b\ud83ec\ndé"), NOW);

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).isEqualTo("a\ufffdb\ufffdc\ndé");
    }

    @Test
    void anIdempotencyKeyIsGoodForOneJobOfItsOwner() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(new NewJob(JOB, ana.id(), "bom_dia", NOW, "key"));

        assertThat(insert(new NewJob(new JobId("again"), ana.id(), "bom_dia", NOW, "key")))
                .isEqualTo(new SubmittedBefore(job()));
        assertThat(insert(new NewJob(new JobId("other"), ana.id(), "bom_dia", NOW, "Key")))
                .isEqualTo(new Inserted(new JobId("other")));
        assertThat(insert(new NewJob(new JobId("hers"), bia.id(), "bom_dia", NOW, "key")))
                .isEqualTo(new Inserted(new JobId("hers")));
        assertThat(stores.jobs().find(new JobId("again"))).isEmpty();
    }

    @Test
    void anIdempotencyKeyIsRememberedAfterTheEnd() {
        insert(new NewJob(JOB, learner("ana").id(), "bom_dia", NOW, "key"));
        stores.jobs().failQueued(JOB, "no", NOW);

        assertThat(insert(new NewJob(new JobId("again"), job().userId(), "bom_dia", NOW, "key")))
                .isEqualTo(new SubmittedBefore(job()));
    }

    @Test
    void ofManySubmissionsUnderOneKeyExactlyOneIsStored() {
        User ana = learner("ana");

        List<JobInsertion> results = Race.run(
                THREADS,
                i -> stores.jobs()
                        .insert(new NewJob(new JobId("job" + i), ana.id(), "bom_dia", NOW, "key"), JobStore.UNLIMITED));

        assertThat(results).filteredOn(Inserted.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(SubmittedBefore.class::isInstance).hasSize(THREADS - 1);
        assertThat(stores.jobs().count(ana.id())).isEqualTo(1);
    }

    @Test
    void onlyJobsThatHaveNotEndedCountAgainstTheLimit() {
        User ana = learner("ana");
        stores.jobs().insert(new NewJob(new JobId("queued"), ana.id(), "bom_dia", NOW), 2);
        stores.jobs().insert(new NewJob(JOB, ana.id(), "bom_dia", NOW), 2);
        claim(NOW);

        assertThat(stores.jobs().insert(new NewJob(new JobId("third"), ana.id(), "bom_dia", NOW), 2))
                .isEqualTo(new TooManyOpen(2, 2));
        stores.jobs().failQueued(new JobId("queued"), "no", NOW);
        assertThat(stores.jobs().insert(new NewJob(new JobId("third"), ana.id(), "bom_dia", NOW), 2))
                .isInstanceOf(Inserted.class);
        assertThat(stores.jobs()
                        .insert(new NewJob(new JobId("hers"), learner("bia").id(), "bom_dia", NOW), 1))
                .isInstanceOf(Inserted.class);
    }

    @Test
    void ofManySubmissionsAtOnceNoMoreAreStoredThanTheLimitAllows() {
        User ana = learner("ana");

        List<JobInsertion> results = Race.run(
                THREADS, i -> stores.jobs().insert(new NewJob(new JobId("job" + i), ana.id(), "bom_dia", NOW), 3));

        assertThat(results).filteredOn(Inserted.class::isInstance).hasSize(3);
        assertThat(results).filteredOn(TooManyOpen.class::isInstance).hasSize(THREADS - 3);
    }

    @Test
    void aCancelledJobHasEndedForItsWorkerToo() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        assertThat(stores.jobs().cancel(JOB, ana.id(), NOW.plusSeconds(1))).isEqualTo(new Cancelled(JOB));

        assertThat(stores.jobs().finish(claim, found(sign), NOW)).isEqualTo(new Superseded());
        assertThat(job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job().error()).isNotNull();
        assertThat(job().endedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(pointsOf(ana)).isZero();
        assertThat(stores.jobs().cancel(JOB, ana.id(), NOW))
                .isEqualTo(new Cancellation.AlreadyEnded(JOB, JobStatus.CANCELLED));
    }

    @Test
    void onlyItsOwnerCanCancelAJob() {
        User ana = learner("ana");
        insert(ana, "bom_dia");

        assertThat(stores.jobs().cancel(JOB, ana.id() + 1, NOW)).isEqualTo(new Cancellation.NoSuchJob(JOB));
        assertThat(stores.jobs().cancel(new JobId("nobody"), ana.id(), NOW))
                .isEqualTo(new Cancellation.NoSuchJob(new JobId("nobody")));

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void ofCancellingAndFinishingAtOnceExactlyOneHappens() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        List<Object> results = Race.run(
                THREADS,
                i -> i % 2 == 0
                        ? stores.jobs().cancel(JOB, ana.id(), NOW)
                        : stores.jobs().finish(claim, found(sign), NOW));

        assertThat(results)
                .filteredOn(result -> result instanceof Cancelled || result instanceof Finished)
                .hasSize(1);
        assertThat(pointsOf(ana)).isEqualTo(job().status() == JobStatus.COMPLETED ? 10 : 0);
    }

    @Test
    void theHistoryIsOfOneOwnerAndBeginsWithTheNewest() {
        User ana = learner("ana");
        User bia = learner("bia");
        insert(new NewJob(new JobId("old"), ana.id(), "bom_dia", NOW.minusSeconds(1)));
        insert(new NewJob(new JobId("b"), ana.id(), "bom_dia", NOW));
        insert(new NewJob(new JobId("a"), ana.id(), "bom_dia", NOW));
        insert(new NewJob(new JobId("hers"), bia.id(), "bom_dia", NOW));
        insert(new NewJob(new JobId("new"), ana.id(), "bom_dia", NOW.plusNanos(1000)));

        assertThat(idsOf(stores.jobs().history(ana.id(), 10, 0))).containsExactly("new", "a", "b", "old");
        assertThat(idsOf(stores.jobs().history(ana.id(), 2, 1))).containsExactly("a", "b");
        assertThat(stores.jobs().history(ana.id(), 10, 4)).isEmpty();
        assertThat(stores.jobs().count(ana.id())).isEqualTo(4);
        assertThat(stores.jobs().count(bia.id() + 1)).isZero();
    }

    @Test
    void theHistoryGoesOnBehindAPlaceAlsoAmongJobsOfOneMoment() {
        User ana = learner("ana");
        for (String name : List.of("d", "a", "c", "b")) {
            insert(new NewJob(new JobId(name), ana.id(), "bom_dia", NOW));
        }
        insert(new NewJob(new JobId("old"), ana.id(), "bom_dia", NOW.minusSeconds(1)));

        assertThat(idsOf(stores.jobs().historyAfter(ana.id(), NOW, new JobId("b"), 2)))
                .containsExactly("c", "d");
        assertThat(idsOf(stores.jobs().historyAfter(ana.id(), NOW, new JobId("d"), 2)))
                .containsExactly("old");
        assertThat(idsOf(stores.jobs().historyAfter(ana.id(), NOW.plusSeconds(9), new JobId("z"), 9)))
                .containsExactly("a", "b", "c", "d", "old");
    }

    @Test
    void jobsAreUnpublishedUntilTheQueueHasConfirmedThemOrAWorkerHasTakenThem() {
        User ana = learner("ana");
        for (String name : List.of("confirmed", "taken", "failed", "lost")) {
            insert(new NewJob(new JobId(name), ana.id(), "bom_dia", NOW.minusSeconds(60)));
        }
        insert(new NewJob(new JobId("older"), ana.id(), "bom_dia", NOW.minusSeconds(61)));
        insert(new NewJob(new JobId("young"), ana.id(), "bom_dia", NOW));
        assertThat(stores.jobs().markPublished(new JobId("confirmed"), NOW)).isTrue();
        assertThat(stores.jobs().markPublished(new JobId("nobody"), NOW)).isFalse();
        stores.jobs().release(claim(new JobId("taken"), NOW));
        stores.jobs().failQueued(new JobId("failed"), "no", NOW);

        assertThat(idsOf(takeUnpublished(NOW, 1))).containsExactly("older");
        assertThat(idsOf(takeUnpublished(NOW, 10)))
                .as("what nobody else has taken")
                .containsExactly("lost");
        assertThat(takeUnpublished(NOW.plusSeconds(59), 10)).isEmpty();
        assertThat(idsOf(takeUnpublished(NOW.plusSeconds(60), 10)))
                .as("whoever took them has not got them through")
                .containsExactly("older", "lost");
    }

    @Test
    void ofSeveralRelaysEachTakesOtherJobs() {
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

    private List<RecognitionJob> takeUnpublished(Instant now, int limit) {
        return stores.jobs().takeUnpublished(NOW.minusSeconds(30), now, now.plusSeconds(60), limit);
    }

    @Test
    void jobsWhoseWorkerIsGoneAreGivenBackToTheQueue() {
        User ana = learner("ana");
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        assertThat(stores.jobs().releaseAbandoned(NOW.plus(LEASE), 10)).isZero();
        assertThat(stores.jobs().releaseAbandoned(NOW.plus(LEASE).plusMillis(1), 10))
                .isEqualTo(1);

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
        assertThat(job().attempts()).isEqualTo(1);
        assertThat(stores.jobs().finish(claim, new Failed("late"), NOW)).isEqualTo(new Superseded());
        assertThat(stores.jobs().releaseAbandoned(NOW.plus(LEASE).plusMillis(1), 10))
                .isZero();
    }

    @Test
    void jobsThatWereQueuedTooLongExpire() {
        User ana = learner("ana");
        for (int i = 0; i < 3; i++) {
            insert(new NewJob(new JobId("late" + i), ana.id(), "bom_dia", NOW.minusSeconds(100 - i)));
        }
        insert(new NewJob(new JobId("running"), ana.id(), "bom_dia", NOW.minusSeconds(100)));
        claim(new JobId("running"), NOW);
        insert(new NewJob(new JobId("young"), ana.id(), "bom_dia", NOW));

        assertThat(stores.jobs().expireQueued(NOW.minusSeconds(50), "too late", NOW, 2))
                .containsExactlyInAnyOrder(new JobId("late0"), new JobId("late1"));
        assertThat(stores.jobs().expireQueued(NOW.minusSeconds(50), "too late", NOW, 2))
                .containsExactly(new JobId("late2"));
        assertThat(stores.jobs().expireQueued(NOW.minusSeconds(50), "too late", NOW, 2))
                .isEmpty();

        RecognitionJob expired = stores.jobs().find(new JobId("late0")).orElseThrow();
        assertThat(expired.status()).isEqualTo(JobStatus.EXPIRED);
        assertThat(expired.error()).isEqualTo("too late");
        assertThat(expired.endedAt()).isEqualTo(NOW);
        assertThat(stores.jobs().claim(new JobId("late0"), NOW, NOW.plus(LEASE)))
                .isEqualTo(new AlreadyEnded(new JobId("late0"), JobStatus.EXPIRED));
    }

    @Test
    void ofManyReapersSideBySideEachJobIsToldToOne() {
        User ana = learner("ana");
        for (int i = 0; i < 20; i++) {
            insert(new NewJob(new JobId("late" + i), ana.id(), "bom_dia", NOW.minusSeconds(100)));
        }

        List<List<JobId>> expired =
                Race.run(8, i -> stores.jobs().expireQueued(NOW.minusSeconds(50), "too late", NOW, 100));
        List<List<JobId>> purged = Race.run(8, i -> stores.jobs().purge(NOW.plusSeconds(1), 100));

        assertThat(expired.stream().flatMap(List::stream)).hasSize(20).doesNotHaveDuplicates();
        assertThat(purged.stream().flatMap(List::stream)).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void anAccountCanBeDeletedWhileItsJobsEnd() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        List<Claim> claims = IntStream.range(0, THREADS)
                .mapToObj(i -> new JobId("job" + i))
                .peek(id -> insert(new NewJob(id, ana.id(), "bom_dia", NOW)))
                .map(id -> claim(id, NOW))
                .toList();

        Race.run(
                THREADS,
                i -> i % 8 == 0
                        ? stores.users().delete(ana.id())
                        : stores.jobs().finish(claims.get(i), found(sign), NOW));

        assertThat(stores.users().findById(ana.id())).isEmpty();
        assertThat(stores.jobs().count(ana.id())).isZero();
        assertThat(stores.progress().knownSigns(ana.id())).isEmpty();
    }

    @Test
    void anAccountThatIsDeletedWhileItSubmitsLeavesNoJobBehind() {
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
    void theModelsWordsAreStoredWhateverTheyAre() {
        insert(learner("ana"), "bom_dia");
        String label = "\0\ud800" + "\ud83d\ude00".repeat(Recognition.MAX_PREDICTED);
        Recognition strange = new Recognition("bom_dia", label, 0.7, false, false);

        stores.jobs().finish(claim(NOW), new Completed(result(strange), OptionalLong.empty()), NOW);

        assertThat(job().recognition()).isEqualTo(strange);
    }

    @Test
    void jobsThatEndedLongAgoAreDeleted() {
        User ana = learner("ana");
        insert(ana, "bom_dia");
        stores.jobs().failQueued(JOB, "no", NOW);
        insert(new NewJob(new JobId("open"), ana.id(), "bom_dia", NOW.minusSeconds(1000)));

        assertThat(stores.jobs().purge(NOW, 10)).isEmpty();
        assertThat(stores.jobs().purge(NOW.plusMillis(1), 10)).containsExactly(JOB);

        assertThat(stores.jobs().find(JOB)).isEmpty();
        assertThat(stores.jobs().count(ana.id())).isEqualTo(1);
    }

    private static List<String> idsOf(List<RecognitionJob> jobs) {
        return jobs.stream().map(job -> job.id().value()).toList();
    }

    private void insert(User owner, String action) {
        insert(new NewJob(JOB, owner.id(), action, NOW));
    }

    private JobInsertion insert(NewJob job) {
        return stores.jobs().insert(job, JobStore.UNLIMITED);
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
