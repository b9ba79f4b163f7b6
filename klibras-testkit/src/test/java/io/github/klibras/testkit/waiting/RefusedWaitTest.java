package io.github.klibras.testkit.waiting;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Scheduler;
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
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Waiting on executors and schedulers that refuse work: all are answered, and never on the scheduler's thread. */
class RefusedWaitTest {

    private static final JobId JOB = new JobId("job");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-24T12:00:00Z"));
    private final InMemoryStores stores = new InMemoryStores();
    private final long owner = Learners.register(stores, "ana");
    private final InMemoryJobSignal signal = new InMemoryJobSignal();
    /** The scheduler's thread: the test itself lets time pass. */
    private final Thread schedulers = Thread.currentThread();

    private boolean refusing;

    @Test
    void futureCompletesOffTheSchedulersThreadIfTheExecutorRefuses() throws Exception {
        insert();
        JobWaiter waiter = JobWaiter.builder(stores.jobs(), signal, time, RefusedWaitTest::refuse)
                .build();
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        CompletableFuture<Thread> completing = waiting.handle((job, failure) -> Thread.currentThread());

        time.advance(TIMEOUT);

        assertThat(completing.get(20, TimeUnit.SECONDS)).isNotSameAs(schedulers);
        assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void timeoutIsAnsweredOnTheExecutor() {
        insert();
        List<Runnable> tasks = new ArrayList<>();
        JobWaiter waiter =
                JobWaiter.builder(stores.jobs(), signal, time, tasks::add).build();
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, Duration.ofSeconds(1));

        time.advance(Duration.ofMillis(1100));
        assertThat(waiting).isNotDone();
        tasks.get(1).run();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(time.scheduled())
                .as("the limit of the look-up that is stuck")
                .isEqualTo(1);
    }

    @Test
    void nobodyIsLeftWaitingIfTheSchedulerRefusesFromTheStart() {
        insert();
        refusing = true;
        JobWaiter waiter = waiter(Runnable::run);

        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);

        assertThat(waiting)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(StoreException.class)
                .withMessageContaining("the scheduler takes no more calls");
    }

    @Test
    void jobIsReturnedAsItStandsIfTheSchedulerRefusesAfterALookUp() {
        List<Runnable> tasks = new ArrayList<>();
        CompletableFuture<Optional<RecognitionJob>> waiting = waitingOnceLookedUp(waiter(tasks::add), tasks);
        time.advance(Duration.ofMillis(100));

        refusing = true;
        tasks.get(1).run();
        tasks.get(2).run();

        assertQueued(waiting);
    }

    @Test
    void jobIsReturnedAsItStandsIfTheSchedulerRefusesALookUpLimit() {
        List<Runnable> tasks = new ArrayList<>();
        CompletableFuture<Optional<RecognitionJob>> waiting = waitingOnceLookedUp(waiter(tasks::add), tasks);

        refusing = true;
        time.advance(Duration.ofMillis(100));
        tasks.get(1).run();

        assertQueued(waiting);
    }

    @Test
    void jobIsReturnedAsItStandsIfTheSchedulerRefusesAtASignal() {
        List<Runnable> tasks = new ArrayList<>();
        CompletableFuture<Optional<RecognitionJob>> waiting = waitingOnceLookedUp(waiter(tasks::add), tasks);

        refusing = true;
        signal.ended(new JobEnd(JOB, JobStatus.FAILED));
        tasks.get(1).run();

        assertQueued(waiting);
    }

    @Test
    void existingWaitersAreAnsweredIfTheSchedulerRefusesANewOne() {
        List<Runnable> tasks = new ArrayList<>();
        JobWaiter waiter = waiter(tasks::add);
        CompletableFuture<Optional<RecognitionJob>> waiting = waitingOnceLookedUp(waiter, tasks);
        time.advance(Duration.ofMillis(50));

        refusing = true;
        CompletableFuture<Optional<RecognitionJob>> late = waiter.await(JOB, owner, TIMEOUT);
        tasks.subList(1, tasks.size()).forEach(Runnable::run);

        assertQueued(waiting);
        assertThat(late).isCompletedExceptionally();
    }

    private CompletableFuture<Optional<RecognitionJob>> waitingOnceLookedUp(JobWaiter waiter, List<Runnable> tasks) {
        insert();
        CompletableFuture<Optional<RecognitionJob>> waiting = waiter.await(JOB, owner, TIMEOUT);
        time.runDue();
        tasks.get(0).run();
        assertThat(waiting).isNotDone();
        return waiting;
    }

    private void assertQueued(CompletableFuture<Optional<RecognitionJob>> waiting) {
        assertThat(waiting)
                .isCompletedWithValueMatching(job -> job.orElseThrow().status() == JobStatus.QUEUED);
        assertThat(time.scheduled()).isZero();
    }

    private JobWaiter waiter(Executor executor) {
        Scheduler scheduler = new Scheduler() {
            @Override
            public Scheduled schedule(Duration delay, Runnable task) {
                if (refusing) {
                    throw new RejectedExecutionException("closed, for a test");
                }
                return time.schedule(delay, task);
            }

            @Override
            public long nanoTime() {
                return time.nanoTime();
            }
        };
        return JobWaiter.builder(stores.jobs(), signal, scheduler, executor).build();
    }

    private static void refuse(Runnable task) {
        throw new RejectedExecutionException("full, for a test");
    }

    private void insert() {
        stores.jobs().insert(new NewJob(JOB, owner, "bom_dia", time.instant()), JobStore.UNLIMITED);
    }
}
