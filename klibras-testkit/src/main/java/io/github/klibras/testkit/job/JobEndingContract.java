package io.github.klibras.testkit.job;

import io.github.klibras.core.UnstorableException;
import io.github.klibras.core.catalog.NewSign;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Cancellation.Cancelled;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult.AlreadyEnded;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.user.User;
import io.github.klibras.testkit.Race;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules of {@link JobStore} for ending jobs and paying their awards, single-threaded and under concurrency. */
public abstract class JobEndingContract extends JobStoreFixture {

    @Test
    void concurrentFailAndClaimOfAQueuedJobExcludeEachOther() {
        insert(learner("ana"), "bom_dia");

        List<Object> results = Race.run(
                THREADS,
                i -> i % 2 == 0
                        ? stores.jobs().endQueued(JOB, JobStatus.FAILED, "no", NOW, KEY + i)
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
                        null,
                        JobStatus.COMPLETED,
                        1,
                        null,
                        new Recognition("bom_dia", "bom_dia", 0.991, true, true),
                        MODEL,
                        10,
                        null,
                        NOW,
                        NOW.plusSeconds(3)));
        assertThat(pointsOf(ana)).isEqualTo(10);
        assertThat(stores.progress().knownSigns(ana.id())).containsExactly(sign);
    }

    @Test
    void finishingWithAKnownSignPaysNothing() {
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
    void finishingWithAnotherSignPaysNothing() {
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
    void resultIsStoredEvenIfTheSignIsGone() {
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
                        null,
                        JobStatus.FAILED,
                        1,
                        null,
                        null,
                        null,
                        0,
                        "the video is cut off",
                        NOW,
                        NOW.plusSeconds(1)));
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void longErrorIsTruncatedAndTheJobStillEnds() {
        insert(learner("ana"), "bom_dia");

        stores.jobs().finish(claim(NOW), new Failed("é🤟".repeat(400)), NOW);

        String error = Objects.requireNonNull(job().error());
        assertThat(error).startsWith("é🤟é🤟").endsWith("…");
        assertThat(error.codePointCount(0, error.length())).isEqualTo(JobOutcome.MAX_ERROR);
    }

    @Test
    void endedJobDoesNotChange() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);
        stores.jobs().finish(claim, new Failed("first"), NOW);

        assertThat(stores.jobs().finish(claim, found(sign), NOW)).isEqualTo(new Superseded());
        assertThat(stores.jobs().release(claim)).isFalse();
        assertThat(stores.jobs().renew(claim, NOW.plus(LEASE), null)).isFalse();
        assertThat(fail(JOB, "second", NOW)).isFalse();
        assertThat(stores.jobs().claim(JOB, NOW.plus(LEASE), NOW.plus(LEASE).plus(LEASE)))
                .isEqualTo(new AlreadyEnded(JOB, JobStatus.FAILED));

        assertThat(job().error()).isEqualTo("first");
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void aQueuedJobCanBeFailedWithoutAClaim() {
        insert(learner("ana"), "bom_dia");

        assertThat(fail(JOB, "the queue is full", NOW.plusSeconds(1))).isTrue();

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).isEqualTo("the queue is full");
        assertThat(job().endedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(fail(new JobId("nobody"), "no", NOW)).isFalse();
    }

    @Test
    void aRunningJobIsNotFailedWithoutItsClaim() {
        insert(learner("ana"), "bom_dia");
        claim(NOW);

        assertThat(fail(JOB, "no", NOW)).isFalse();

        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void concurrentIdenticalFinishesCountOnceAndReturnTheSameResult() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        List<FinishResult> results = Race.run(THREADS, i -> stores.jobs().finish(claim, found(sign), NOW));

        assertThat(results).containsOnly(new Finished(Optional.of(new Award.Granted(sign.id(), 10, 10))));
        assertThat(pointsOf(ana)).isEqualTo(10);
    }

    @Test
    void exactlyOneOfManyConcurrentOutcomesOfAClaimCounts() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        List<FinishResult> results =
                Race.run(THREADS, i -> stores.jobs().finish(claim, new Failed("reason " + i), NOW));

        assertThat(results).filteredOn(Finished.class::isInstance).hasSize(1);
        assertThat(stores.jobs().finish(claim, found(sign), NOW)).isEqualTo(new Superseded());
        assertThat(pointsOf(ana)).isZero();
    }

    @Test
    void repeatedFinishReturnsTheGrantAgainWithTheCurrentTotal() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);
        FinishResult first = stores.jobs().finish(claim, found(sign), NOW);
        stores.progress().learnSign(ana.id(), sign("obrigado", 7).id());

        FinishResult again = stores.jobs().finish(claim, found(sign), NOW.plusSeconds(9));

        assertThat(first).isEqualTo(new Finished(Optional.of(new Award.Granted(sign.id(), 10, 10))));
        assertThat(again).isEqualTo(new Finished(Optional.of(new Award.Granted(sign.id(), 10, 17))));
        assertThat(job().endedAt()).isEqualTo(NOW);
        assertThat(pointsOf(ana)).isEqualTo(17);
    }

    @Test
    void repeatedFinishReturnsAGrantOfNoPointsAgain() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 0);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        FinishResult first = stores.jobs().finish(claim, found(sign), NOW);
        FinishResult again = stores.jobs().finish(claim, found(sign), NOW);

        assertThat(first).isEqualTo(new Finished(Optional.of(new Award.Granted(sign.id(), 0, 0))));
        assertThat(again).isEqualTo(first);
    }

    @Test
    void repeatedFinishReturnsTheSameReasonForPayingNothing() {
        User ana = learner("ana");
        Sign known = sign("bom_dia", 10);
        Sign retired = sign("obrigado", 7);
        stores.progress().learnSign(ana.id(), known.id());
        stores.catalog().retireSign(retired.id());
        insert(ana, "bom_dia");
        Claim first = claim(NOW);
        JobId other = new JobId("other");
        insert(new NewJob(other, ana.id(), "obrigado", NOW));
        Claim second = claim(other, NOW);

        for (int i = 0; i < 2; i++) {
            assertThat(stores.jobs().finish(first, found(known), NOW))
                    .isEqualTo(new Finished(Optional.of(new Award.AlreadyKnown(known.id()))));
            assertThat(stores.jobs().finish(second, found(retired), NOW))
                    .isEqualTo(new Finished(Optional.of(new Award.NoSuchSign(retired.id()))));
        }
    }

    @Test
    void repeatedFailureIsAcceptedOnlyWithTheSameReason() {
        insert(learner("ana"), "bom_dia");
        Claim claim = claim(NOW);
        stores.jobs().finish(claim, new Failed("cut off"), NOW);

        assertThat(stores.jobs().finish(claim, new Failed("cut off"), NOW)).isEqualTo(new Finished(Optional.empty()));
        assertThat(stores.jobs().finish(claim, new Failed("another reason"), NOW))
                .isEqualTo(new Superseded());
    }

    @Test
    void endWithoutAClaimIsRecognizedOnlyByItsKey() {
        User ana = learner("ana");
        insert(ana, "bom_dia");

        assertThat(stores.jobs().wasEndedBy(JOB, KEY)).isFalse();
        assertThat(stores.jobs().endQueued(JOB, JobStatus.EXPIRED, "late", NOW, KEY))
                .isTrue();
        assertThat(stores.jobs().endQueued(JOB, JobStatus.EXPIRED, "late", NOW, KEY))
                .isTrue();
        assertThat(stores.jobs().wasEndedBy(JOB, KEY)).isTrue();
        assertThat(stores.jobs().endQueued(JOB, JobStatus.EXPIRED, "late", NOW, KEY + 1))
                .isFalse();
        assertThat(stores.jobs().wasEndedBy(JOB, KEY + 1)).isFalse();
        assertThat(stores.jobs().wasEndedBy(new JobId("nobody"), KEY)).isFalse();

        assertThat(job().status()).isEqualTo(JobStatus.EXPIRED);
        assertThat(job().error()).isEqualTo("late");
    }

    @Test
    void repeatedCancellationIsAcceptedOnlyWithTheSameKey() {
        User ana = learner("ana");
        insert(ana, "bom_dia");
        stores.jobs().cancel(JOB, ana.id(), NOW, KEY);

        assertThat(stores.jobs().cancel(JOB, ana.id(), NOW, KEY)).isEqualTo(new Cancelled(JOB));
        assertThat(stores.jobs().cancel(JOB, ana.id(), NOW, KEY + 1))
                .isEqualTo(new Cancellation.AlreadyEnded(JOB, JobStatus.CANCELLED));
        assertThat(stores.jobs().cancel(JOB, ana.id() + 1, NOW, KEY)).isEqualTo(new Cancellation.NoSuchJob(JOB));
    }

    @Test
    void awardThatOverflowsThePointsLeavesTheJobRunning() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        givePoints(ana, Integer.MAX_VALUE - 5);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        assertThatThrownBy(() -> stores.jobs().finish(claim, found(sign), NOW)).isInstanceOf(UnstorableException.class);

        assertThat(job().status()).isEqualTo(JobStatus.RUNNING);
        assertThat(pointsOf(ana)).isEqualTo(Integer.MAX_VALUE - 5);
        assertThat(stores.progress().knownSigns(ana.id())).doesNotContain(sign);
        assertThat(stores.jobs().finish(claim, new Failed("too many points"), NOW))
                .isEqualTo(new Finished(Optional.empty()));
    }

    /** Gives a learner points through signs that they learn; an adapter may override it with a shorter way. */
    protected void givePoints(User user, int points) {
        int left = points;
        for (int i = 0; left > 0; i++) {
            int step = Math.min(left, NewSign.MAX_POINTS);
            stores.progress().learnSign(user.id(), sign("sign" + i, step).id());
            left -= step;
        }
    }

    @Test
    void concurrentlyEndingJobsOfOneOwnerPayEachSignOnce() {
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
    void charactersThatDatabasesRefuseAreReplacedInErrors() {
        insert(learner("ana"), "bom_dia");

        stores.jobs().finish(claim(NOW), new Failed("a\0b\ud83ec\ndé"), NOW);

        assertThat(job().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job().error()).isEqualTo("a\ufffdb\ufffdc\ndé");
    }

    @Test
    void cancelledJobCannotBeFinishedByItsWorker() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        assertThat(stores.jobs().cancel(JOB, ana.id(), NOW.plusSeconds(1), KEY)).isEqualTo(new Cancelled(JOB));

        assertThat(stores.jobs().finish(claim, found(sign), NOW)).isEqualTo(new Superseded());
        assertThat(job().status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job().error()).isEqualTo(JobStore.CANCELLED);
        assertThat(job().endedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(pointsOf(ana)).isZero();
        assertThat(stores.jobs().cancel(JOB, ana.id(), NOW, KEY + 1))
                .isEqualTo(new Cancellation.AlreadyEnded(JOB, JobStatus.CANCELLED));
    }

    @Test
    void onlyTheOwnerCanCancelAJob() {
        User ana = learner("ana");
        insert(ana, "bom_dia");

        assertThat(stores.jobs().cancel(JOB, ana.id() + 1, NOW, KEY)).isEqualTo(new Cancellation.NoSuchJob(JOB));
        assertThat(stores.jobs().cancel(new JobId("nobody"), ana.id(), NOW, KEY))
                .isEqualTo(new Cancellation.NoSuchJob(new JobId("nobody")));

        assertThat(job().status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void concurrentCancelAndFinishExcludeEachOther() {
        User ana = learner("ana");
        Sign sign = sign("bom_dia", 10);
        insert(ana, "bom_dia");
        Claim claim = claim(NOW);

        List<Object> results = Race.run(
                THREADS,
                i -> i % 2 == 0
                        ? stores.jobs().cancel(JOB, ana.id(), NOW, KEY + i)
                        : stores.jobs().finish(claim, found(sign), NOW));

        long cancelled = results.stream().filter(Cancelled.class::isInstance).count();
        long finished = results.stream().filter(Finished.class::isInstance).count();
        assertThat(finished > 0 ? cancelled : cancelled - 1)
                .as("%d calls cancelled and %d finished the job", cancelled, finished)
                .isZero();
        assertThat(pointsOf(ana)).isEqualTo(job().status() == JobStatus.COMPLETED ? 10 : 0);
    }

    @Test
    void unusualPredictedLabelsAreStored() {
        insert(learner("ana"), "bom_dia");
        String label = "\0\ud800" + "\ud83d\ude00".repeat(Recognition.MAX_PREDICTED);
        Recognition strange = new Recognition("bom_dia", label, 0.7, false, false);

        stores.jobs().finish(claim(NOW), new Completed(result(strange), OptionalLong.empty()), NOW);

        assertThat(job().recognition()).isEqualTo(strange);
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
}
