package io.github.klibras.testkit.queue;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.PublishOutcome;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * A queue that at random loses messages, delivers them twice, late or out of order, and misreports what became of them.
 * It always answers immediately. Thread-safe if the random generator is.
 */
public final class FaultyJobQueue implements JobQueue {

    /** A way in which a message can go wrong. */
    public enum Fault {
        /** Confirmed, but never delivered. */
        LOSE,
        /** Timed out, and never delivered. */
        TIME_OUT,
        /** Timed out, but delivered. */
        TIME_OUT_BUT_DELIVER,
        /** Unavailable, and never delivered. */
        REFUSE,
        /** Delivered twice. */
        DUPLICATE,
        /** Confirmed, but delivered late. */
        DELAY,
        /** Confirmed, but delivered after the next message. */
        REORDER
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final JobQueue target;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Duration longestDelay;
    private final Map<Fault, Double> probabilities = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable JobMessage> heldBack = new AtomicReference<>();
    private final AtomicLong injected = new AtomicLong();
    private volatile BiConsumer<JobMessage, Fault> listener = (message, fault) -> {};
    private volatile boolean away;

    /**
     * Creates a queue without faults.
     *
     * @param target gets the delivered messages
     * @param scheduler makes late deliveries
     * @param random the random generator
     * @param longestDelay the longest delay of a delivery, at least one millisecond
     */
    public FaultyJobQueue(JobQueue target, Scheduler scheduler, RandomGenerator random, Duration longestDelay) {
        this.target = target;
        this.scheduler = scheduler;
        this.random = random;
        this.longestDelay = longestDelay;
    }

    /** Sets the probability of a fault, 0 to 1. */
    public FaultyJobQueue chance(Fault fault, double probability) {
        probabilities.put(fault, probability);
        return this;
    }

    /** Sets a listener that is notified of each fault before it happens. */
    public FaultyJobQueue telling(BiConsumer<JobMessage, Fault> listener) {
        this.listener = listener;
        return this;
    }

    /** Sets whether the queue refuses all messages. */
    public void away(boolean away) {
        this.away = away;
    }

    /** Ends all faults, and delivers a message that is held back until after the next one. */
    public void heal() {
        probabilities.clear();
        away = false;
        releaseHeldBack();
    }

    /** Returns how many messages were disturbed. */
    public long injected() {
        return injected.get();
    }

    @Override
    public CompletableFuture<PublishOutcome> publish(JobMessage message) {
        Fault fault = away ? Fault.REFUSE : next();
        if (fault != null) {
            injected.incrementAndGet();
            listener.accept(message, fault);
        }
        CompletableFuture<PublishOutcome> answer =
                fault == null ? target.publish(message) : CompletableFuture.completedFuture(disturb(message, fault));
        if (fault != Fault.REORDER) {
            releaseHeldBack();
        }
        return answer;
    }

    private @Nullable Fault next() {
        for (Fault fault : Fault.values()) {
            if (random.nextDouble() < probabilities.getOrDefault(fault, 0.0)) {
                return fault;
            }
        }
        return null;
    }

    private PublishOutcome disturb(JobMessage message, Fault fault) {
        switch (fault) {
            case TIME_OUT -> {
                return new PublishOutcome.TimedOut(TIMEOUT);
            }
            case REFUSE -> {
                return new PublishOutcome.Unavailable("The queue is away, for a test");
            }
            case TIME_OUT_BUT_DELIVER -> {
                deliver(message);
                return new PublishOutcome.TimedOut(TIMEOUT);
            }
            case DUPLICATE -> {
                deliver(message);
                deliver(message);
            }
            case DELAY -> {
                Duration delay = Duration.ofMillis(random.nextLong(longestDelay.toMillis()) + 1);
                scheduler.schedule(delay, () -> deliver(message));
            }
            case REORDER -> {
                releaseHeldBack();
                heldBack.set(message);
            }
            case LOSE -> {
                // Confirmed, but not delivered.
            }
        }
        return new PublishOutcome.Confirmed();
    }

    private void releaseHeldBack() {
        JobMessage message = heldBack.getAndSet(null);
        if (message != null) {
            deliver(message);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // There is nobody left to notify.
    private void deliver(JobMessage message) {
        target.publish(message);
    }
}
