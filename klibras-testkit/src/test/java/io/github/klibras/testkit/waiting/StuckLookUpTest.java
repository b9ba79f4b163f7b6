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
import io.github.klibras.core.waiting.JobWaiter;
import io.github.klibras.testkit.VirtualTime;
import io.github.klibras.testkit.job.Learners;
import io.github.klibras.testkit.service.Disturbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Look-ups on connections that hang: waiters are answered all the same, and the pool is not exhausted. */
class StuckLookUpTest {

    private static final JobId JOB = new JobId("job");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LIMIT = JobWaiter.DEFAULT_READ_LIMIT;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration LAST_LOOK_UP = Duration.ofMillis(100);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long owner = Learners.register(stores, "ana");
    private final InMemoryJobSignal signal = new InMemoryJobSignal();
    private final CountDownLatch thaw = new CountDownLatch(1);
    private final LinkedBlockingQueue<Thread> frozen = new LinkedBlockingQueue<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(task -> new Thread(task, "a thread of the executor"));

    @AfterEach
    void close() throws InterruptedException {
        thaw.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hangingLookUpDoesNotHideFiftyEndedJobs() throws Exception {
        JobWaiter waiter = waiter(blockingFirst(1), threads);
        List<CompletableFuture<Optional<RecognitionJob>>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            insert(new JobId("job" + i));
            waiting.add(waiter.await(new JobId("job" + i), owner, TIMEOUT));
        }
        time.runDue();
        awaitFrozen();

        IntStream.range(0, 50).forEach(i -> end(new JobId("job" + i)));
        time.advance(LIMIT);

        for (CompletableFuture<Optional<RecognitionJob>> each : waiting) {
            assertThat(answerOf(each).orElseThrow().status()).isEqualTo(JobStatus.FAILED);
        }
    }

    @Test
    void frozenDatabaseGetsAtMostTwoReads() throws Exception {
        JobWaiter waiter = waiter(blockingFirst(1000), threads);
        insert(JOB);
        insert(new JobId("other"));
        CompletableFuture<Optional<RecognitionJob>> one = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        awaitFrozen();
        time.advance(LIMIT);
        awaitFrozen();

        CompletableFuture<Optional<RecognitionJob>> other = waiter.await(new JobId("other"), owner, TIMEOUT);
        signal.ended(new JobEnd(JOB, JobStatus.FAILED));
        time.advance(TIMEOUT.plus(LAST_LOOK_UP));

        assertThat(frozen).as("threads in reads besides the two").isEmpty();
        assertThatThrownBy(() -> answerOf(one)).hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(() -> answerOf(other)).hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void waitersAreAnsweredOnTimeWithTheLastSeenStateIfAllIsStuck() {
        Steps steps = new Steps();
        JobWaiter waiter = waiter(stores.jobs(), steps);
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        steps.run(0);

        time.advance(TIMEOUT.plus(LAST_LOOK_UP).minusNanos(1));
        assertThat(steps.count()).as("the first look-up and two stuck ones").isEqualTo(3);
        time.advance(Duration.ofNanos(1));
        steps.run(3);

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.QUEUED);
    }

    @Test
    void aSignalDuringAStuckReadIsFollowedAtOnce() {
        Steps steps = new Steps();
        JobWaiter waiter = waiter(stores.jobs(), steps);
        insert(JOB);
        insert(new JobId("other"));
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        time.advance(LIMIT);
        steps.run(1);
        assertThat(waiting).isNotDone();

        end(JOB);
        signal.ended(new JobEnd(JOB, JobStatus.FAILED));
        time.advance(TICK);
        steps.run(2);

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.FAILED);
    }

    @Test
    void lateResultOfAStuckReadDoesNotOverwriteANewerOne() {
        Steps steps = new Steps();
        insert(JOB);
        RecognitionJob queued = stores.jobs().find(JOB).orElseThrow();
        stores.jobs().claim(JOB, time.instant(), time.instant().plusSeconds(60));
        RecognitionJob running = stores.jobs().find(JOB).orElseThrow();
        List<RecognitionJob> answers = new ArrayList<>(List.of(running, queued));
        JobWaiter waiter = waiter(giving(answers), steps);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, LIMIT.plusMillis(50));
        time.runDue();
        time.advance(LIMIT);

        steps.run(1);
        steps.run(0);
        assertThat(answers).as("answers that are left").isEmpty();
        time.advance(Duration.ofMillis(50).plus(LAST_LOOK_UP));
        steps.run(3);

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.RUNNING);
    }

    @Test
    void answerOfAStoreSlowerThanTheLimitIsStillUsed() {
        Steps steps = new Steps();
        JobWaiter waiter = waiter(stores.jobs(), steps);
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        end(JOB);
        time.advance(LIMIT.plusSeconds(1));

        steps.run(0);

        assertThat(waiting).isCompleted();
    }

    @Test
    void failureOfAStuckReadDoesNotFailWaitersLookedUpAgain() {
        Steps steps = new Steps();
        CountingJobStore counting = new CountingJobStore(stores.jobs());
        JobWaiter waiter = waiter(counting.store(), steps);
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, LIMIT);
        time.runDue();
        time.advance(LIMIT.plus(TICK));
        counting.failReads(1);
        steps.run(0);
        assertThat(waiting).isNotDone();

        steps.run(1);

        assertThat(waiting).isCompleted();
    }

    @Test
    void anotherReadStartsWhenOneOfTwoStuckReadsEnds() {
        Steps steps = new Steps();
        CountingJobStore counting = new CountingJobStore(stores.jobs());
        JobWaiter waiter = waiter(counting.store(), steps);
        insert(JOB);
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        time.advance(LIMIT.multipliedBy(3));
        assertThat(steps.count()).isEqualTo(2);

        counting.failReads(1);
        steps.run(0);
        end(JOB);
        time.advance(TICK);
        steps.run(2);

        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.FAILED);
    }

    @Test
    void readLimitIsConfigurable() {
        Steps steps = new Steps();
        insert(JOB);
        JobWaiter patient = JobWaiter.builder(stores.jobs(), signal, time, steps)
                .readLimit(Duration.ofSeconds(30))
                .build();
        CompletableFuture<Optional<RecognitionJob>> waiting = patient.await(JOB, owner, TIMEOUT);

        time.advance(Duration.ofSeconds(30).minusNanos(1));
        assertThat(steps.count()).isEqualTo(1);
        time.advance(Duration.ofNanos(1));
        assertThat(steps.count()).isEqualTo(2);

        patient.close();
        assertThat(waiting).isCancelled();
        assertThat(time.scheduled()).isZero();
        assertThatThrownBy(() -> JobWaiter.builder(stores.jobs(), signal, time, steps)
                        .readLimit(Duration.ZERO)
                        .build())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("limit of a read");
    }

    private JobWaiter waiter(JobStore jobs, Executor executor) {
        return JobWaiter.builder(jobs, signal, time, executor).build();
    }

    /** Returns a store whose first reads hang until {@link #thaw}. */
    private JobStore blockingFirst(int reads) {
        AtomicInteger left = new AtomicInteger(reads);
        return Disturbed.store(JobStore.class, stores.jobs(), method -> {
            if (method.equals("findAll") && left.getAndDecrement() > 0) {
                frozen.add(Thread.currentThread());
                try {
                    thaw.await();
                } catch (InterruptedException e) {
                    throw new AssertionError("Interrupted", e);
                }
            }
        });
    }

    /** Returns a store whose reads return these answers one after another. */
    private static JobStore giving(List<RecognitionJob> answers) {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(),
                new Class<?>[] {JobStore.class},
                (proxy, method, args) -> List.of(answers.remove(0)));
    }

    private void awaitFrozen() throws InterruptedException {
        assertThat(frozen.poll(20, TimeUnit.SECONDS)).as("a thread in a read").isNotNull();
    }

    private static Optional<RecognitionJob> answerOf(CompletableFuture<Optional<RecognitionJob>> waiting)
            throws InterruptedException, ExecutionException, TimeoutException {
        return waiting.get(20, TimeUnit.SECONDS);
    }

    private void insert(JobId id) {
        stores.jobs().insert(new NewJob(id, owner, "bom_dia", time.instant()), JobStore.UNLIMITED);
    }

    private void end(JobId id) {
        stores.jobs().endQueued(id, JobStatus.FAILED, "ended by the test", time.instant(), 1);
    }

    /** An executor whose tasks run only when the test runs them. */
    private static final class Steps implements Executor {

        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        int count() {
            return tasks.size();
        }

        void run(int number) {
            tasks.get(number).run();
        }
    }
}
