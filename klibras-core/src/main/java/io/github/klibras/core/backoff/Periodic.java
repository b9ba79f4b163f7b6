package io.github.klibras.core.backoff;

import io.github.klibras.core.backoff.Scheduler.Scheduled;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Repeats an action, with a pause before each run, until it is closed or the action returns {@code false}. Anything
 * that the action or the executor throws is logged, and the action is tried again after a pause. If the scheduler
 * rejects calls, for example after it was shut down, the work ends; that is logged too. Thread-safe.
 */
public final class Periodic implements AutoCloseable {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private final Duration interval;
    private final Scheduler scheduler;
    private final Executor executor;
    private final BooleanSupplier action;
    private final ReentrantLock lock = new ReentrantLock();
    private Scheduled next = () -> {};
    private boolean stopped;

    private Periodic(Duration interval, Scheduler scheduler, Executor executor, BooleanSupplier action) {
        this.interval = interval;
        this.scheduler = scheduler;
        this.executor = executor;
        this.action = action;
    }

    /**
     * Starts periodic work with a pause.
     *
     * @param interval how long to pause before each run
     * @param scheduler calls back after a pause
     * @param executor runs the action, which may block
     * @param action returns whether to go on
     * @throws RuntimeException whatever the scheduler throws if it rejects the call
     */
    public static Periodic start(Duration interval, Scheduler scheduler, Executor executor, BooleanSupplier action) {
        Periodic periodic = new Periodic(interval, scheduler, executor, action);
        periodic.scheduleNext();
        return periodic;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            stopped = true;
            next.cancel();
        } finally {
            lock.unlock();
        }
    }

    private void scheduleNext() {
        lock.lock();
        try {
            if (!stopped) {
                next = scheduler.schedule(interval, this::submit);
            }
        } finally {
            lock.unlock();
        }
    }

    private void submit() {
        try {
            executor.execute(this::act);
        } catch (Throwable e) {
            // Errors too: a JVM that cannot start another thread now may be able to later.
            LOG.log(Level.WARNING, "The executor takes no more work; trying again after a pause", e);
            goOn();
        }
    }

    private void act() {
        boolean again = true;
        try {
            again = action.getAsBoolean();
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "Periodic work failed; trying again after a pause", e);
        }
        if (again) {
            goOn();
        }
    }

    private void goOn() {
        try {
            scheduleNext();
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The scheduler takes no more calls; this periodic work is over", e);
        }
    }
}
