package io.github.klibras.testkit;

import io.github.klibras.core.backoff.Scheduler;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Clock and scheduler in one, whose time passes only when it is advanced. Scheduled calls run on the thread that
 * advances it, in the order in which they are due.
 *
 * <p>Thread-safe, but only one thread at a time should advance it.
 */
public final class VirtualTime implements Scheduler, InstantSource {

    private record Task(long due, long number, Runnable action) {}

    private final Instant start;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now;
    private long lastNumber;

    /** Creates a clock that starts at the given moment. */
    public VirtualTime(Instant start) {
        this.start = start;
    }

    @Override
    public synchronized Instant instant() {
        return start.plusNanos(now);
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Scheduled schedule(Duration delay, Runnable action) {
        Task task = new Task(delay.isNegative() ? now : later(delay), ++lastNumber, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    /** Returns the number of scheduled calls that were neither made nor cancelled. */
    public synchronized int scheduled() {
        return tasks.size();
    }

    /** Lets time pass, making all calls that fall due, including those that they schedule. */
    public void advance(Duration duration) {
        long until;
        synchronized (this) {
            until = later(duration);
        }
        Runnable next = nextDue(until);
        while (next != null) {
            next.run();
            next = nextDue(until);
        }
    }

    /** Makes the calls that are due now. */
    public void runDue() {
        advance(Duration.ZERO);
    }

    private synchronized @Nullable Runnable nextDue(long until) {
        Task first = tasks.peek();
        if (first == null || first.due() > until) {
            // An action may itself have advanced the time beyond the end of this call.
            now = Math.max(now, until);
            return null;
        }
        tasks.remove(first);
        now = Math.max(now, first.due());
        return first.action();
    }

    private long later(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE - now)) < 0
                ? now + duration.toNanos()
                : Long.MAX_VALUE;
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }
}
