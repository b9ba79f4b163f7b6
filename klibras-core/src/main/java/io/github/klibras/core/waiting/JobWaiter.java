package io.github.klibras.core.waiting;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.internal.Completions;
import io.github.klibras.core.internal.Nanos;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * <p>All waiters share one poller: those that are due at about the same time are looked up in one read. A {@link
 * JobSignal} wakes the waiters of a job at once; should it get lost, they learn of the end at their next look-up, whose
 * delay the backoff bounds.
 *
 * <p>A read that takes too long, as on a hanging connection, is abandoned and another one starts. Its answer still
 * counts when it arrives, except where a later read has answered meanwhile. At most two reads are in progress,
 * including stuck ones, so that a frozen database does not use up the pool.
 *
 * <p>A waiter is due (in {@code byDue}) until a read takes it; when the read ends, the waiter is settled: answered, or
 * due again. A signal makes it due at once or, if it is being read, as soon as that read ends. A waiter that is
 * answered, cancelled or out of time leaves {@code byJob} and {@code byDue}.
 *
 * <p>Thread-safe.
 */
public final class JobWaiter implements AutoCloseable {

    /**
     * Default limit of a read, after which another one starts: 3 s, about a hundred times as long as a look-up takes,
     * and about as long as a learner waits before giving up.
     */
    public static final Duration DEFAULT_READ_LIMIT = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(JobWaiter.class.getName());

    /** How long the last look-up may take before a waiter is answered with the last known state. */
    private static final Duration LAST_LOOK_UP = Duration.ofMillis(100);

    /** The most jobs in one read. Databases refuse statements with more than 65,535 parameters. */
    private static final int MAX_JOBS = 1000;

    private final JobStore jobs;
    private final Scheduler scheduler;
    private final Executor executor;
    private final Backoff backoff;
    private final Duration readLimit;
    private final JobSignal.Subscription subscription;
    private final Pacing pacing;

    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableSet<Waiter> byDue =
            new TreeSet<>(Comparator.comparingLong(Waiter::due).thenComparingLong(Waiter::number));
    private final Map<JobId, Set<Waiter>> byJob = new HashMap<>();
    private long lastNumber;
    private long lastRead;
    /** The read in progress; null if there is none, or only abandoned ones. */
    private @Nullable LookUp current;

    private boolean closed;

    private JobWaiter(Builder builder) {
        this.jobs = builder.jobs;
        this.scheduler = builder.scheduler;
        this.executor = builder.executor;
        this.backoff = builder.backoff;
        this.readLimit = Duration.ofNanos(Nanos.of(builder.readLimit));
        this.pacing = new Pacing(scheduler, this::lookUp);
        this.subscription = builder.signal.subscribe(this::ended);
    }

    /**
     * Returns a builder. The waiter closes none of its arguments.
     *
     * @param jobs where to look jobs up, at most 1000 in one read
     * @param signal announces ended jobs early
     * @param scheduler calls back when a look-up is due
     * @param executor runs the look-ups, at most two at once, and completes the futures; its tasks may block. Besides
     *     the two threads that stuck look-ups may occupy, it needs one to answer in time
     */
    public static Builder builder(JobStore jobs, JobSignal signal, Scheduler scheduler, Executor executor) {
        return new Builder(jobs, signal, scheduler, executor);
    }

    /**
     * Waits until a job has ended.
     *
     * @param id the job
     * @param userId the owner
     * @param timeout how long to wait at most, not negative
     * @return completes with the job when it has ended, or as it is when the time is up; with empty at once if the user
     *     has no such job; exceptionally if no look-up has succeeded by the end, or the last one failed. If the store
     *     does not answer the last look-up, it completes 100 ms after the time is up, with the job as last seen. If the
     *     scheduler rejects calls, the time is up at once. Completes on the executor, or on the JVM's common pool if
     *     the executor rejects the work or has not run it after another 100 ms. Cancel it to stop waiting.
     * @throws InvalidInputException if the timeout is negative
     */
    @SuppressWarnings("FutureReturnValueIgnored") // The cleanup hook has no result.
    public CompletableFuture<Optional<RecognitionJob>> await(JobId id, long userId, Duration timeout) {
        if (timeout.isNegative()) {
            throw new InvalidInputException("The timeout is negative: " + timeout);
        }
        long now = scheduler.nanoTime();
        Waiter waiter;
        List<Waiter> toAnswer;
        lock.lock();
        try {
            if (closed) {
                return CompletableFuture.failedFuture(new CancellationException("The waiter is closed"));
            }
            waiter = new Waiter(id, userId, ++lastNumber, now + Nanos.of(timeout), now);
            byJob.computeIfAbsent(id, key -> new HashSet<>()).add(waiter);
            byDue.add(waiter);
            toAnswer = scheduleLookUp();
        } finally {
            lock.unlock();
        }
        waiter.future.whenComplete((job, failure) -> {
            waiter.lastCall.cancel();
            remove(waiter);
        });
        callLast(waiter, Duration.ofNanos(Nanos.of(timeout)).plus(LAST_LOOK_UP), () -> giveUp(waiter));
        answer(toAnswer);
        return waiter.future;
    }

    /** Cancels all pending waits, on this thread; later waits fail with a {@link CancellationException}. */
    @Override
    public void close() {
        subscription.close();
        List<Waiter> toAnswer;
        lock.lock();
        try {
            closed = true;
            toAnswer = allWaiters();
            pacing.cancel();
            if (current != null) {
                current.limit.cancel();
            }
        } finally {
            lock.unlock();
        }
        toAnswer.forEach(waiter -> waiter.future.cancel(false));
    }

    /** Returns the scheduler of look-ups. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /** Returns the executor of look-ups. */
    public Executor executor() {
        return executor;
    }

    private void callLast(Waiter waiter, Duration delay, Runnable call) {
        try {
            waiter.lastCall = scheduler.schedule(delay, call);
            if (waiter.future.isDone()) {
                waiter.lastCall.cancel();
            }
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The scheduler takes no more calls; one who waits is answered at once", e);
            answer(List.of(waiter));
        }
    }

    private void giveUp(Waiter waiter) {
        Runnable answer = () -> waiter.answer("could not be looked up in time");
        Completions.run(executor, answer);
        if (!waiter.future.isDone()) {
            // The executor itself may be stuck.
            callLast(waiter, LAST_LOOK_UP, () -> Completions.runAnyway(answer));
        }
    }

    /** Answers waiters whose timeout can no longer be scheduled. */
    private void answer(List<Waiter> toAnswer) {
        if (!toAnswer.isEmpty()) {
            Completions.run(
                    executor,
                    () -> toAnswer.forEach(
                            waiter -> waiter.answer("cannot be waited for: the scheduler takes no more calls")));
        }
    }

    private void ended(JobId id) {
        List<Waiter> toAnswer;
        lock.lock();
        try {
            for (Waiter waiter : byJob.getOrDefault(id, Set.of())) {
                if (waiter.beingRead) {
                    // That look-up may be too early to see the end.
                    waiter.signaled = true;
                } else {
                    reschedule(waiter, scheduler.nanoTime());
                }
            }
            toAnswer = scheduleLookUp();
        } finally {
            lock.unlock();
        }
        answer(toAnswer);
    }

    /** Returns the waiters to answer: all if the scheduler rejects calls, otherwise none. */
    private List<Waiter> scheduleLookUp() {
        if (closed || byDue.isEmpty()) {
            return List.of();
        }
        try {
            pacing.lookUpAt(byDue.first().due());
            return List.of();
        } catch (Throwable e) {
            return refused(e);
        }
    }

    private List<Waiter> refused(Throwable refusal) {
        LOG.log(Level.WARNING, "The scheduler takes no more calls; all who wait are answered at once", refusal);
        return allWaiters();
    }

    private List<Waiter> allWaiters() {
        return byJob.values().stream().flatMap(Collection::stream).toList();
    }

    private void lookUp() {
        LookUp next = null;
        List<Waiter> toAnswer;
        lock.lock();
        try {
            pacing.woken();
            if (!pacing.mayRead() || closed) {
                return;
            }
            next = nextLookUp();
            // If there is none, the waiters it was for are gone, but others may be due later.
            toAnswer = next == null ? scheduleLookUp() : begin(next);
        } finally {
            lock.unlock();
        }
        answer(toAnswer);
        if (next != null && toAnswer.isEmpty()) {
            start(next);
        }
    }

    private @Nullable LookUp nextLookUp() {
        long until = pacing.endOfTick();
        List<Waiter> waiters = new ArrayList<>();
        Set<JobId> ids = new LinkedHashSet<>();
        while (!byDue.isEmpty() && byDue.first().due() - until <= 0) {
            if (ids.size() == MAX_JOBS && !ids.contains(byDue.first().id)) {
                break;
            }
            Waiter waiter = byDue.pollFirst();
            waiter.beingRead = true;
            waiters.add(waiter);
            ids.add(waiter.id);
        }
        if (waiters.isEmpty()) {
            return null;
        }
        pacing.took(until);
        return new LookUp(++lastRead, waiters, List.copyOf(ids));
    }

    /** Returns the waiters to answer because the scheduler rejects calls. */
    private List<Waiter> begin(LookUp next) {
        try {
            next.limit = scheduler.schedule(readLimit, () -> abandon(next));
        } catch (Throwable e) {
            return refused(e);
        }
        current = next;
        pacing.began();
        return List.of();
    }

    private void start(LookUp next) {
        try {
            executor.execute(() -> read(next));
        } catch (Throwable e) {
            List<Runnable> completions = settle(next, Map.of(), e);
            if (!completions.isEmpty()) {
                Completions.run(executor, () -> completions.forEach(Runnable::run));
            }
        }
    }

    private void read(LookUp lookUp) {
        Map<JobId, RecognitionJob> found = Map.of();
        Throwable failure = null;
        try {
            found = jobs.findAll(lookUp.ids).stream()
                    .collect(Collectors.toMap(RecognitionJob::id, Function.identity()));
        } catch (Throwable e) {
            // Errors too: they must not leave waiters waiting forever.
            failure = e;
        }
        settle(lookUp, found, failure).forEach(Runnable::run);
    }

    /** Abandons a stuck read; another read looks up its jobs. */
    private void abandon(LookUp stuck) {
        List<Waiter> toAnswer;
        lock.lock();
        try {
            if (current != stuck) {
                return;
            }
            current = null;
            pacing.abandoned();
            long now = scheduler.nanoTime();
            for (Waiter waiter : stuck.waiters) {
                waiter.beingRead = false;
                waiter.signaled = false;
                if (!waiter.future.isDone()) {
                    reschedule(waiter, now);
                }
            }
            toAnswer = scheduleLookUp();
        } finally {
            lock.unlock();
        }
        LOG.log(Level.WARNING, "A look-up of jobs has taken more than {0}; it is abandoned", readLimit);
        answer(toAnswer);
    }

    /** Returns actions that complete the settled waiters. Run them without the lock: they run callers' code. */
    private List<Runnable> settle(LookUp lookUp, Map<JobId, RecognitionJob> found, @Nullable Throwable failure) {
        List<Runnable> completions = new ArrayList<>();
        lock.lock();
        try {
            lookUp.limit.cancel();
            boolean late = current != lookUp;
            pacing.ended(late);
            if (!late) {
                current = null;
            }
            long now = scheduler.nanoTime();
            for (Waiter waiter : lookUp.waiters) {
                settle(waiter, lookUp.number, found.get(waiter.id), failure, late, now, completions);
            }
            List<Waiter> toAnswer = scheduleLookUp();
            if (!toAnswer.isEmpty()) {
                completions.add(() -> answer(toAnswer));
            }
        } finally {
            lock.unlock();
        }
        return completions;
    }

    private void settle(
            Waiter waiter,
            long read,
            @Nullable RecognitionJob job,
            @Nullable Throwable failure,
            boolean late,
            long now,
            List<Runnable> completions) {
        boolean timeIsUp = waiter.deadline - now <= 0;
        if (failure == null) {
            boolean settled = waiter.record(read, job);
            if (settled || timeIsUp) {
                completions.add(() -> waiter.answer("could not be looked up"));
                return;
            }
        }
        if (late) {
            // A later read has taken over.
            return;
        }
        waiter.beingRead = false;
        if (failure != null && timeIsUp) {
            completions.add(() -> waiter.future.completeExceptionally(failure));
        } else if (!waiter.future.isDone()) {
            lookUpAgain(waiter, now, completions);
        }
    }

    private void lookUpAgain(Waiter waiter, long now, List<Runnable> completions) {
        waiter.lookUps++;
        try {
            long pause = waiter.signaled ? 0 : Nanos.of(backoff.delay(waiter.lookUps));
            waiter.signaled = false;
            reschedule(waiter, now + Math.min(pause, waiter.deadline - now));
        } catch (RuntimeException e) {
            completions.add(() -> waiter.future.completeExceptionally(e));
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
            byJob.computeIfPresent(waiter.id, (id, waiters) -> {
                waiters.remove(waiter);
                return waiters.isEmpty() ? null : waiters;
            });
        } finally {
            lock.unlock();
        }
    }

    /** Builder of a {@link JobWaiter}. Not thread-safe. */
    public static final class Builder {

        private final JobStore jobs;
        private final JobSignal signal;
        private final Scheduler scheduler;
        private final Executor executor;
        private Backoff backoff = ExponentialBackoff.defaults();
        private Duration readLimit = DEFAULT_READ_LIMIT;

        private Builder(JobStore jobs, JobSignal signal, Scheduler scheduler, Executor executor) {
            this.jobs = jobs;
            this.signal = signal;
            this.scheduler = scheduler;
            this.executor = executor;
        }

        /** Sets how long after each look-up the next one is due. Default: {@link ExponentialBackoff#defaults()}. */
        public Builder backoff(Backoff backoff) {
            this.backoff = backoff;
            return this;
        }

        /**
         * Sets how long one read may take, from when it is passed to the executor, before it is abandoned and another
         * one starts. Choose a limit longer than reads take under load, since asking twice does not bring an answer
         * sooner. Default: {@link #DEFAULT_READ_LIMIT}.
         *
         * @throws InvalidInputException if it is not positive
         */
        public Builder readLimit(Duration readLimit) {
            this.readLimit = Numbers.positive("limit of a read", readLimit);
            return this;
        }

        /** Creates the waiter, which subscribes to the signal. */
        public JobWaiter build() {
            return new JobWaiter(this);
        }
    }
}
