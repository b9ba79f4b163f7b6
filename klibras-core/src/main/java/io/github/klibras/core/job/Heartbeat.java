package io.github.klibras.core.job;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Does something again and again until it is closed, or the action says that there is no more need. */
final class Heartbeat implements AutoCloseable {

    private final Duration interval;
    private final Scheduler scheduler;
    private final Executor executor;
    private final BooleanSupplier action;
    private final ReentrantLock lock = new ReentrantLock();
    private Scheduled next = () -> {};
    private boolean stopped;

    private Heartbeat(Duration interval, Scheduler scheduler, Executor executor, BooleanSupplier action) {
        this.interval = interval;
        this.scheduler = scheduler;
        this.executor = executor;
        this.action = action;
    }

    static Heartbeat start(Duration interval, Scheduler scheduler, Executor executor, BooleanSupplier action) {
        Heartbeat heartbeat = new Heartbeat(interval, scheduler, executor, action);
        heartbeat.scheduleNext();
        return heartbeat;
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
                next = scheduler.schedule(interval, () -> executor.execute(this::beat));
            }
        } finally {
            lock.unlock();
        }
    }

    private void beat() {
        if (action.getAsBoolean()) {
            scheduleNext();
        }
    }
}
