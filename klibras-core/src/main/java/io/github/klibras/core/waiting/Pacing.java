package io.github.klibras.core.waiting;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * When jobs are looked up: at most once in a tick, and with at most two reads under way, one that is stuck and one that
 * goes on without it. Not thread-safe; guarded by the lock of the {@link JobWaiter}.
 */
final class Pacing {

    /** There is at most one look-up in this time; waiters that are due within it are looked up together. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int MAX_READS = 2;

    private final Scheduler scheduler;
    private final Runnable wake;
    private long earliest;
    private long wakeAt;
    private @Nullable Scheduled scheduled;
    private boolean reading;
    /** With those that were abandoned. */
    private int reads;

    /** @param wake looks what is due, and calls {@link #woken} first */
    Pacing(Scheduler scheduler, Runnable wake) {
        this.scheduler = scheduler;
        this.wake = wake;
        this.earliest = scheduler.nanoTime();
    }

    /** Returns whether a read may begin. */
    boolean mayRead() {
        return !reading && reads < MAX_READS;
    }

    /** Schedules a look-up for this time, or the first one after it that the pace allows; none while no read may begin. */
    void lookUpAt(long due) {
        if (!mayRead()) {
            return;
        }
        long at = Math.max(due, earliest);
        if (scheduled != null) {
            if (wakeAt - at <= 0) {
                return;
            }
            cancel();
        }
        wakeAt = at;
        scheduled = scheduler.schedule(Duration.ofNanos(at - scheduler.nanoTime()), wake);
    }

    void woken() {
        scheduled = null;
    }

    void cancel() {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }

    /** Returns the time until which waiters are due that a look-up takes along now. */
    long endOfTick() {
        return scheduler.nanoTime() + TICK.toNanos();
    }

    /** A look-up takes along those who are due until then, and no other one takes place before. */
    void took(long endOfTick) {
        earliest = endOfTick;
    }

    /** A read begins. */
    void began() {
        reading = true;
        reads++;
    }

    /** Nobody waits for the read any more, which still is under way. */
    void abandoned() {
        reading = false;
    }

    /** @param late whether the read had been abandoned */
    void ended(boolean late) {
        reads--;
        if (!late) {
            reading = false;
        }
    }
}
