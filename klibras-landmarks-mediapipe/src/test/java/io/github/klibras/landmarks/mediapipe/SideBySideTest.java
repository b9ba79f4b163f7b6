package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SideBySideTest {

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void tasksRunConcurrently() {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            CountDownLatch all = new CountDownLatch(3);
            Runnable task = () -> {
                all.countDown();
                await(all);
                done.incrementAndGet();
            };

            SideBySide.run(executor, List.of(task, task, task));

            assertThat(done).hasValue(3);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void callerRunsTasksThatNoThreadTakes() {
        List<Thread> threads = new ArrayList<>();
        Runnable task = () -> threads.add(Thread.currentThread());
        Executor deaf = later -> {};
        Executor full = later -> {
            throw new RejectedExecutionException();
        };

        SideBySide.run(deaf, List.of(task, task));
        SideBySide.run(full, List.of(task, task));

        assertThat(threads).hasSize(4).containsOnly(Thread.currentThread());
    }

    @Test
    void helpingThreadIsAwaitedWhenNoMoreThreadsCanStart() {
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            CountDownLatch helping = new CountDownLatch(1);
            CountDownLatch last = new CountDownLatch(1);
            AtomicInteger lent = new AtomicInteger();
            Executor one = task -> {
                if (lent.getAndIncrement() > 0) {
                    throw new OutOfMemoryError("unable to create native thread, for a test");
                }
                executor.execute(task);
                await(helping);
            };
            Runnable slow = () -> {
                helping.countDown();
                await(last);
                done.incrementAndGet();
            };

            SideBySide.run(one, List.of(done::incrementAndGet, slow, () -> {
                last.countDown();
                done.incrementAndGet();
            }));

            assertThat(done).hasValue(3);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void taskRunsOnceEvenIfAThreadComesLate() {
        List<Runnable> late = new ArrayList<>();

        SideBySide.run(late::add, List.of(done::incrementAndGet, done::incrementAndGet));
        late.forEach(Runnable::run);

        assertThat(late).hasSize(1);
        assertThat(done).hasValue(2);
    }

    @Test
    void otherTasksFinishBeforeAFailureIsThrown() {
        RuntimeException failure = new IllegalStateException("broken");
        Runnable broken = () -> {
            throw failure;
        };

        assertThatThrownBy(() ->
                        SideBySide.run(Runnable::run, List.of(done::incrementAndGet, broken, done::incrementAndGet)))
                .isSameAs(failure);
        assertThat(done).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
