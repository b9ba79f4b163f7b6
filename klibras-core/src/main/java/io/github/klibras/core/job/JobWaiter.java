package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.internal.Nanos;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets any number of callers wait for jobs, without a thread or a connection for each.
 *
 * <p>All waiters share one poller: those that are due at about the same time are looked up in one read. A
 * {@link JobSignal} wakes the waiters of a job at once; should it get lost, they find out at their next look-up, which
 * the backoff bounds.
 *
 * <p>Thread-safe.
 */
public final class JobWaiter implements AutoCloseable {

    /** There is at most one look-up in this time; waiters that are due within it are looked up together. */
    private static final Duration TICK = Duration.ofMillis(10);

    /** How long the last look-up may take, before a waiter is answered with what is known. */
    private static final Duration LAST_LOOK_UP = Duration.ofMillis(100);

    private final JobStore jobs;
    private final Scheduler scheduler;
    private final Executor executor;
    private final Backoff backoff;
    private final JobSignal.Subscription subscription;

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableSet<Waiter> byDue =
            new TreeSet<>(Comparator.comparingLong(Waiter::due).thenComparingLong(Waiter::number));
    private final Map<JobId, Set<Waiter>> byJob = new HashMap<>();
    private long lastNumber;
    private long nextLookUp;
    private boolean reading;
    private long tickAt;
    private @Nullable Scheduled tick;
    private boolean closed;

    /**
     * Makes a waiter.
     *
     * @param jobs where to look jobs up
     * @param signal tells early of jobs that have ended
     * @param scheduler calls back when a look-up is due
     * @param executor runs the look-ups, one at a time, and completes the futures; may block
     * @param backoff how long after each look-up the next one is due
     */
    public JobWaiter(JobStore jobs, JobSignal signal, Scheduler scheduler, Executor executor, Backoff backoff) {
        this.jobs = jobs;
        this.scheduler = scheduler;
        this.executor = executor;
        this.backoff = backoff;
        this.nextLookUp = scheduler.nanoTime();
        this.subscription = signal.subscribe(this::ended);
    }

    /**
     * Waits until a job has ended.
     *
     * @param id the job
     * @param userId the owner
     * @param timeout how long to wait at most, not negative
     * @return completes with the job when it has ended, or when the time is up as it stands then; with empty at once if
     *     the user has no such job; exceptionally if no look-up has succeeded by the end, or the last one failed. If the
     *     store does not answer the last look-up, it completes 100 ms after the time is up, with the job as it was last
     *     seen. Cancel it to stop waiting.
     * @throws InvalidInputException if the timeout is negative
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The hook that forgets the waiter has nothing to tell.
    public CompletableFuture<Optional<RecognitionJob>> await(JobId id, long userId, Duration timeout) {
        if (timeout.isNegative()) {
            throw new InvalidInputException("The timeout is negative: " + timeout);
        }
        long now = scheduler.nanoTime();
        Waiter waiter;
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new CancellationException("The waiter is closed"));
            }
            waiter = new Waiter(id, userId, ++lastNumber, now + Nanos.of(timeout), now);
            byJob.computeIfAbsent(id, key -> new HashSet<>()).add(waiter);
            byDue.add(waiter);
            scheduleTick();
        } finally {
            lock.unlock();
        }
        Duration limit = Duration.ofNanos(Nanos.of(timeout)).plus(LAST_LOOK_UP);
        Scheduled lastCall = scheduler.schedule(limit, waiter::giveUp);
        waiter.future.whenComplete((job, failure) -> {
            lastCall.cancel();
            remove(waiter);
        });
        return waiter.future;
    }

    /** Cancels all who still wait. */
    @Override
    public void close() {
        subscription.close();
        List<Waiter> left;
        lock.lock();
        try {
            closed = true;
            left = byJob.values().stream().flatMap(Collection::stream).toList();
            cancelTick();
        } finally {
            lock.unlock();
        }
        left.forEach(waiter -> waiter.future.cancel(false));
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Executor executor() {
        return executor;
    }

    private void ended(JobId id) {
        lock.lock();
        try {
            for (Waiter waiter : byJob.getOrDefault(id, Set.of())) {
                if (waiter.beingRead) {
                    // That look-up may have come too early to see the end.
                    waiter.signalled = true;
                } else {
                    reschedule(waiter, scheduler.nanoTime());
                }
            }
            scheduleTick();
        } finally {
            lock.unlock();
        }
    }

    private void scheduleTick() {
        if (reading || closed || byDue.isEmpty()) {
            return;
        }
        long due = Math.max(byDue.first().due(), nextLookUp);
        if (tick != null) {
            if (tickAt - due <= 0) {
                return;
            }
            cancelTick();
        }
        tickAt = due;
        tick = scheduler.schedule(Duration.ofNanos(due - scheduler.nanoTime()), this::tick);
    }

    private void cancelTick() {
        if (tick != null) {
            tick.cancel();
            tick = null;
        }
    }

    private void tick() {
        List<Waiter> batch = new ArrayList<>();
        lock.lock();
        try {
            tick = null;
            if (reading || closed) {
                return;
            }
            long until = scheduler.nanoTime() + TICK.toNanos();
            while (!byDue.isEmpty() && byDue.first().due() - until <= 0) {
                Waiter waiter = byDue.pollFirst();
                waiter.beingRead = true;
                batch.add(waiter);
            }
            reading = !batch.isEmpty();
            if (reading) {
                nextLookUp = until;
            } else {
                // Whoever this was for is gone, but others may be due later.
                scheduleTick();
            }
        } finally {
            lock.unlock();
        }
        if (!batch.isEmpty()) {
            try {
                executor.execute(() -> lookUp(batch));
            } catch (Throwable e) {
                settle(batch, Map.of(), e);
            }
        }
    }

    private void lookUp(List<Waiter> batch) {
        Map<JobId, RecognitionJob> found = Map.of();
        Throwable failure = null;
        try {
            List<JobId> ids = batch.stream().map(Waiter::id).distinct().toList();
            found = jobs.findAll(ids).stream().collect(Collectors.toMap(RecognitionJob::id, Function.identity()));
        } catch (Throwable e) {
            // Whatever it is, it must not keep all others waiting for ever.
            failure = e;
        }
        settle(batch, found, failure);
    }

    private void settle(List<Waiter> batch, Map<JobId, RecognitionJob> found, @Nullable Throwable failure) {
        List<Runnable> completions = new ArrayList<>();
        lock.lock();
        try {
            reading = false;
            long now = scheduler.nanoTime();
            for (Waiter waiter : batch) {
                settle(waiter, found.get(waiter.id()), failure, now, completions);
            }
            scheduleTick();
        } finally {
            lock.unlock();
        }
        // Outside the lock: whoever waits may do anything on being woken.
        completions.forEach(Runnable::run);
    }

    private void settle(
            Waiter waiter,
            @Nullable RecognitionJob job,
            @Nullable Throwable failure,
            long now,
            List<Runnable> completions) {
        waiter.beingRead = false;
        if (failure == null) {
            Optional<RecognitionJob> own = Optional.ofNullable(job).filter(seen -> seen.userId() == waiter.userId);
            waiter.lastAnswer = () -> waiter.future.complete(own);
        }
        boolean timeIsUp = waiter.deadline - now <= 0;
        if (failure != null && timeIsUp) {
            completions.add(() -> waiter.future.completeExceptionally(failure));
        } else if (failure == null && (job == null || job.userId() != waiter.userId)) {
            completions.add(() -> waiter.future.complete(Optional.empty()));
        } else if (job != null && (job.status().ended() || timeIsUp)) {
            completions.add(() -> waiter.future.complete(Optional.of(job)));
        } else if (!waiter.future.isDone()) {
            waiter.lookUps++;
            try {
                long pause = waiter.signalled ? 0 : Nanos.of(backoff.delay(waiter.lookUps));
                waiter.signalled = false;
                reschedule(waiter, now + Math.min(pause, waiter.deadline - now));
            } catch (RuntimeException e) {
                completions.add(() -> waiter.future.completeExceptionally(e));
            }
        }
    }

    private void reschedule(Waiter waiter, long due) {
        byDue.remove(waiter);
        waiter.due = due;
        byDue.add(waiter);
    }

    private void remove(Waiter waiter) {
        lock.lock();
        try {
            byDue.remove(waiter);
            byJob.computeIfPresent(waiter.id(), (id, waiters) -> {
                waiters.remove(waiter);
                return waiters.isEmpty() ? null : waiters;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Somebody who waits. Its mutable fields are guarded by the lock; {@code due} changes only outside the set. */
    private static final class Waiter {

        private final JobId id;
        private final long userId;
        private final long number;
        private final long deadline;
        private final CompletableFuture<Optional<RecognitionJob>> future = new CompletableFuture<>();
        private long due;
        private int lookUps;
        private boolean beingRead;
        private boolean signalled;
        /** What to answer when there is no more time; never another user's job. */
        private volatile Runnable lastAnswer = this::answerNothingKnown;

        Waiter(JobId id, long userId, long number, long deadline, long due) {
            this.id = id;
            this.userId = userId;
            this.number = number;
            this.deadline = deadline;
            this.due = due;
        }

        /** Answers with what is known; on the scheduler's thread, since the executor may be what is stuck. */
        void giveUp() {
            lastAnswer.run();
        }

        private void answerNothingKnown() {
            future.completeExceptionally(new StoreException("Job " + id + " could not be looked up in time"));
        }

        JobId id() {
            return id;
        }

        long due() {
            return due;
        }

        long number() {
            return number;
        }
    }
}
