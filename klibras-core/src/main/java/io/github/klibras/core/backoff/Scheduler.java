package io.github.klibras.core.backoff;

import io.github.klibras.core.internal.Nanos;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Port for delayed calls. The library waits only through this port, so that tests can advance time by hand.
 *
 * <p>Thread-safe.
 */
public interface Scheduler extends Ticker {

    /** A call that has been scheduled. */
    @FunctionalInterface
    interface Scheduled {

        /** Cancels the call if it has not begun; otherwise does nothing. */
        void cancel();
    }

    /**
     * Calls a task once, after a delay.
     *
     * @param delay from now; zero or negative means as soon as possible, but never within this call
     * @param task must be short and must not block, since other tasks share the thread
     */
    Scheduled schedule(Duration delay, Runnable task);

    /**
     * Returns a scheduler on an executor, which the caller remains responsible for shutting down.
     *
     * @param executor one thread is enough
     */
    static Scheduler on(ScheduledExecutorService executor) {
        return new Scheduler() {
            @Override
            public long nanoTime() {
                return Ticker.system().nanoTime();
            }

            @Override
            public Scheduled schedule(Duration delay, Runnable task) {
                Future<?> future = executor.schedule(task, Math.max(0, Nanos.of(delay)), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            }
        };
    }
}
