package io.github.klibras.testkit.waiting;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.waiting.JobSignal;
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobWaiterTest {

    private static final JobId JOB = new JobId("job");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(10);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long owner = Learners.register(stores, "ana");
    private final CountingJobStore jobs = new CountingJobStore(stores.jobs());
    private final InMemoryJobSignal signal = new InMemoryJobSignal();
    private final JobWaiter waiter =
            JobWaiter.builder(jobs.store(), signal, time, Runnable::run).build();

    @Test
    void endedJobIsReturnedAtOnce() {
        insert(JOB);
        end(JOB);

        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.FAILED);
        assertThat(jobs.reads()).isEqualTo(1);
    }

    @Test
    void signalWakesAWaiterAtOnce() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.advance(Duration.ofSeconds(9));
        int before = jobs.reads();

        end(JOB);
        signal.ended(new JobEnd(JOB, JobStatus.FAILED));
        time.runDue();

        assertThat(waiting).isCompleted();
        assertThat(jobs.reads()).isEqualTo(before + 1);
    }

    @Test
    void aLostSignalCostsAtMostTheLongestPause() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, Duration.ofMinutes(1));
        time.advance(Duration.ofSeconds(30));

        end(JOB);
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting).isCompleted();
    }

    @Test
    void signalDuringALookUpIsNotLost() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        jobs.afterNextRead(() -> {
            end(JOB);
            signal.ended(new JobEnd(JOB, JobStatus.FAILED));
        });

        time.advance(TICK);

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status().ended());
    }

    @Test
    void timeoutReturnsTheJobAsItStands() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);

        time.advance(TIMEOUT.minusNanos(1));
        assertThat(waiting).isNotDone();
        time.advance(Duration.ofNanos(1));

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.QUEUED);
    }

    @Test
    void lastLookUpSeesAJobThatEndsJustBeforeTheTimeout() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.advance(TIMEOUT.minusNanos(1));

        end(JOB);
        time.advance(Duration.ofNanos(1));

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.FAILED);
    }

    @Test
    void unknownJobsAndJobsOfOthersAreNotAwaited() {
        insert(JOB);

        CompletableFuture<Optional<RecognitionJob>> foreign = waiter.await(JOB, owner + 1, TIMEOUT);
        CompletableFuture<Optional<RecognitionJob>> unknown = waiter.await(new JobId("nobody"), owner, TIMEOUT);
        time.runDue();

        assertThat(foreign).isCompletedWithValue(Optional.empty());
        assertThat(unknown).isCompletedWithValue(Optional.empty());
    }

    @Test
    void zeroTimeoutMakesOneLookUp() {
        insert(JOB);

        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, Duration.ZERO);
        time.runDue();

        assertThat(waiting).isCompleted();
        assertThat(jobs.reads()).isEqualTo(1);
        assertThatThrownBy(() -> waiter.await(JOB, owner, Duration.ofNanos(-1)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void manyWaitersShareTheirLookUps() {
        List<CompletableFuture<Optional<RecognitionJob>>> waiting = new ArrayList<>();
        IntStream.range(0, 1000).mapToObj(i -> new JobId("job" + i)).forEach(id -> {
            insert(id);
            waiting.add(waiter.await(id, owner, TIMEOUT));
        });

        time.advance(Duration.ofSeconds(2));

        // 0, 0.1, 0.25, 0.475, 0.8125, 1.31875: six look-ups for all, not six thousand.
        assertThat(jobs.reads()).isEqualTo(6);
        IntStream.range(0, 1000).mapToObj(i -> new JobId("job" + i)).forEach(this::end);
        time.advance(Duration.ofSeconds(2));
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(jobs.reads()).isEqualTo(7);
    }

    @Test
    void oneJobCanHaveSeveralWaiters() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> one = waiter.await(JOB, owner, TIMEOUT);
        CompletableFuture<Optional<RecognitionJob>> other = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();

        end(JOB);
        signal.ended(new JobEnd(JOB, JobStatus.FAILED));
        time.advance(TICK);

        assertThat(one).isCompleted();
        assertThat(other).isCompleted();
    }

    @Test
    void cancelledWaitIsForgotten() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        int before = jobs.reads();

        waiting.cancel(false);
        time.advance(TIMEOUT);

        assertThat(jobs.reads()).isEqualTo(before);
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void cancelledWaitDoesNotKeepOthersWaiting() {
        JobId other = new JobId("other");
        insert(JOB);
        insert(other);
        CompletableFuture<Optional<RecognitionJob>> first = waiter.await(JOB, owner, TIMEOUT);
        CompletableFuture<Optional<RecognitionJob>> second = waiter.await(other, owner, TIMEOUT);
        time.runDue();
        time.advance(Duration.ofMillis(50));
        CompletableFuture<Optional<RecognitionJob>> third = waiter.await(other, owner, TIMEOUT);

        first.cancel(false);
        third.cancel(false);
        end(other);
        time.advance(Duration.ofSeconds(2));

        assertThat(second).isCompleted();
    }

    @Test
    void storeErrorDoesNotKeepWaitersWaitingForever() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        jobs.failNextReadBy(new NoClassDefFoundError("a driver's class, for a test"));
        time.advance(Duration.ofSeconds(1));

        end(JOB);
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting).isCompleted();
    }

    @Test
    void unresponsiveStoreDoesNotHoldTheCallerPastTheTimeout() {
        insert(JOB);
        List<Runnable> stuck = new ArrayList<>();
        JobWaiter onStuckThreads =
                JobWaiter.builder(jobs.store(), signal, time, stuck::add).build();
        CompletableFuture<Optional<RecognitionJob>> unseen = onStuckThreads.await(JOB, owner, Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(stuck).as("the look-up").hasSize(1);

        time.advance(Duration.ofMillis(100));
        assertThat(stuck).as("the look-up and the answer").hasSize(2);
        assertThat(unseen).isNotDone();
        time.advance(Duration.ofMillis(100));

        assertThatThrownBy(() -> unseen.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void jobIsReturnedAsLastSeenIfTheLastLookUpIsStuck() {
        insert(JOB);
        List<Runnable> stuck = new ArrayList<>();
        Executor executor = task -> {
            if (time.instant().isBefore(Instant.parse("2026-11-24T12:00:08Z"))) {
                task.run();
            } else {
                stuck.add(task);
            }
        };
        JobWaiter other =
                JobWaiter.builder(jobs.store(), signal, time, executor).build();
        CompletableFuture<Optional<RecognitionJob>> waiting = other.await(JOB, owner, TIMEOUT);

        time.advance(TIMEOUT.plusMillis(100));
        assertThat(stuck).as("a look-up and the answer").hasSize(2);
        stuck.get(1).run();

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.QUEUED);
    }

    @Test
    void readsCoverAtMostAThousandJobs() {
        List<CompletableFuture<Optional<RecognitionJob>>> waiting = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            insert(new JobId("job" + i));
            waiting.add(waiter.await(new JobId("job" + i), owner, TIMEOUT));
            waiting.add(waiter.await(new JobId("job" + i), owner, TIMEOUT));
        }

        time.runDue();
        assertThat(jobs.reads()).isEqualTo(1);
        time.advance(TICK.multipliedBy(2));

        assertThat(jobs.reads()).isEqualTo(3);
        assertThat(jobs.most()).as("jobs in one read").isEqualTo(1000);
        IntStream.range(0, 2500).forEach(i -> end(new JobId("job" + i)));
        time.advance(Duration.ofSeconds(1));
        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(jobs.most()).as("jobs in one read").isEqualTo(1000);
    }

    @Test
    void aBurstOfArrivalsAndSignalsIsServedByFewLookUps() {
        for (int i = 0; i < 1000; i++) {
            insert(new JobId("job" + i));
        }
        List<CompletableFuture<Optional<RecognitionJob>>> waiting = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            waiting.add(waiter.await(new JobId("job" + i), owner, TIMEOUT));
            time.advance(Duration.ofNanos(100_000));
        }
        for (int i = 0; i < 1000; i++) {
            end(new JobId("job" + i));
            signal.ended(new JobEnd(new JobId("job" + i), JobStatus.FAILED));
            time.advance(Duration.ofNanos(100_000));
        }
        time.advance(TICK);

        assertThat(waiting).allMatch(CompletableFuture::isDone);
        assertThat(jobs.reads()).as("0.2 s in ticks of 10 ms").isLessThanOrEqualTo(22);
    }

    @Test
    void timeoutsBeyondTheRangeOfNanosecondsAreSupported() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting =
                waiter.await(JOB, owner, Duration.ofSeconds(Long.MAX_VALUE));
        time.advance(Duration.ofDays(1));
        assertThat(waiting).isNotDone();

        end(JOB);
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting).isCompleted();
    }

    @Test
    void failedLookUpIsRetried() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        jobs.failReads(3);
        time.advance(Duration.ofMillis(300));
        assertThat(waiting).isNotDone();

        end(JOB);
        time.advance(Duration.ofSeconds(2));

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status().ended());
    }

    @Test
    void failureOfTheLastLookUpReachesTheCaller() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        jobs.failReads(1000);

        time.advance(TIMEOUT);

        assertThat(waiting).isCompletedExceptionally();
    }

    @Test
    void closingCancelsAllWaits() {
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);

        waiter.close();

        assertThat(waiting).isCancelled();
        assertThat(waiter.await(JOB, owner, TIMEOUT)).isCompletedExceptionally();
        assertThat(time.scheduled()).isZero();
    }

    private void insert(JobId id) {
        stores.jobs().insert(new NewJob(id, owner, "bom_dia", time.instant()), JobStore.UNLIMITED);
    }

    private void end(JobId id) {
        stores.jobs().endQueued(id, JobStatus.FAILED, "ended by the test", time.instant(), 1);
    }

    @Test
    void closedWaiterUnsubscribesAndLeavesNothingScheduled() {
        insert(JOB);
        AtomicInteger unsubscribed = new AtomicInteger();
        JobSignal counting = listener -> unsubscribed::incrementAndGet;
        JobWaiter closing =
                JobWaiter.builder(jobs.store(), counting, time, Runnable::run).build();
        CompletableFuture<Optional<RecognitionJob>> waiting = closing.await(JOB, owner, TIMEOUT);

        closing.close();

        assertThat(waiting).isCancelled();
        assertThat(unsubscribed).hasValue(1);
        assertThat(time.scheduled()).isZero();
    }
}
