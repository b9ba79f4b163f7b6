package io.github.klibras.core.waiting;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Decides when jobs are looked up: at most once per tick, and with at most two reads in progress, a stuck one and its
 * successor. Not thread-safe; guarded by the {@link JobWaiter}'s lock.
 */
final class Pacing {

    /** There is at most one look-up per tick; waiters that are due within it are looked up together. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int MAX_READS = 2;

    private final Scheduler scheduler;
    private final Runnable wake;
    private long earliest;
    private long wakeAt;
    private @Nullable Scheduled scheduled;
    private boolean reading;
    /** Reads in progress, including abandoned ones. */
    private int reads;

    /** @param wake looks up what is due, after calling {@link #woken} */
    Pacing(Scheduler scheduler, Runnable wake) {
        this.scheduler = scheduler;
        this.wake = wake;
        this.earliest = scheduler.nanoTime();
    }

    /** Returns whether a read may begin. */
    boolean mayRead() {
        return !reading && reads < MAX_READS;
    }

    /** Schedules a look-up for this time, or as soon afterwards as the pace allows; none while no read may begin. */
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

    /** Returns the end of the tick that starts now; a look-up takes all waiters due until then. */
    long endOfTick() {
        return scheduler.nanoTime() + TICK.toNanos();
    }

    /** Records that a look-up has taken all waiters due until the end of its tick; the next one comes no earlier. */
    void took(long endOfTick) {
        earliest = endOfTick;
    }

    /** Records that a read begins. */
    void began() {
        reading = true;
        reads++;
    }

    /** Records that the current read is abandoned, though still in progress. */
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
