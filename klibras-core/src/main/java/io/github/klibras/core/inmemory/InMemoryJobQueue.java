package io.github.klibras.core.inmemory;

import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.internal.Nanos;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobMessageFormat;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.MessageTooLargeException;
import io.github.klibras.core.queue.ParkedMessageEraser;
import io.github.klibras.core.queue.PublishOutcome;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue inside one process, which behaves like a broker: it holds encoded messages, up to a limit, delivers each at
 * least once, redelivers those that could not be handled, and keeps parked ones aside.
 *
 * <p>Thread-safe; a handler must not close its own subscription. Messages are gone when the process ends.
 */
public final class InMemoryJobQueue implements JobQueue, JobSource, ParkedMessageEraser {

    /** Default number of messages that the queue holds. */
    public static final int DEFAULT_CAPACITY = 1000;

    private static final Logger LOG = System.getLogger(InMemoryJobQueue.class.getName());
    private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

    /**
     * A parked message.
     *
     * @param message the message as delivered
     * @param reason why the handler parked it
     */
    public record Parked(EncodedMessage message, String reason) {}

    private record Delivery(EncodedMessage message, int number) {

        Delivery next() {
            return new Delivery(message, number + 1);
        }
    }

    private final JobMessageFormat format;
    private final Executor executor;
    private final Scheduler scheduler;
    private final int capacity;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Deque<Delivery> ready = new ArrayDeque<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private int held;

    /**
     * Creates an empty queue for {@value #DEFAULT_CAPACITY} messages.
     *
     * @param format writes and reads the messages, as it would for a broker
     * @param executor runs the handlers; must be asynchronous, with a thread for each message handled at a time
     * @param scheduler redelivers messages after a delay
     */
    public InMemoryJobQueue(JobMessageFormat format, Executor executor, Scheduler scheduler) {
        this(format, executor, scheduler, DEFAULT_CAPACITY);
    }

    /**
     * Creates an empty queue.
     *
     * @param format writes and reads the messages, as it would for a broker
     * @param executor runs the handlers; must be asynchronous, with a thread for each message handled at a time
     * @param scheduler redelivers messages after a delay
     * @param capacity how many messages the queue holds, including those being handled, positive
     */
    public InMemoryJobQueue(JobMessageFormat format, Executor executor, Scheduler scheduler, int capacity) {
        this.format = format;
        this.executor = executor;
        this.scheduler = scheduler;
        this.capacity = Numbers.inRange("capacity of the queue", capacity, 1, Integer.MAX_VALUE);
    }

    @Override
    public CompletableFuture<PublishOutcome> publish(JobMessage message) {
        try {
            return CompletableFuture.completedFuture(publishEncoded(format.encode(message)));
        } catch (MessageTooLargeException e) {
            return CompletableFuture.completedFuture(new PublishOutcome.TooLarge(e.size(), e.limit()));
        }
    }

    /** Puts bytes into the queue unchanged, as a foreign publisher might. */
    public PublishOutcome publishEncoded(EncodedMessage message) {
        lock.lock();
        try {
            if (held >= capacity) {
                return new PublishOutcome.Unavailable("The queue is full: it holds " + held + " messages");
            }
            held++;
            ready.add(new Delivery(message, 1));
        } finally {
            lock.unlock();
        }
        dispatch();
        return new PublishOutcome.Confirmed();
    }

    @Override
    public Subscription consume(int concurrency, JobHandler handler) {
        Numbers.inRange("concurrency", concurrency, 1, Integer.MAX_VALUE);
        Consumer consumer = new Consumer(concurrency, handler);
        lock.lock();
        try {
            consumers.add(consumer);
        } finally {
            lock.unlock();
        }
        dispatch();
        return () -> stop(consumer);
    }

    /** Returns the parked messages, the oldest first. */
    public List<Parked> parked() {
        lock.lock();
        try {
            return List.copyOf(parked);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int eraseParked(long userId, Collection<JobId> jobs) {
        Set<JobId> known = Set.copyOf(jobs);
        lock.lock();
        try {
            int before = parked.size();
            parked.removeIf(entry -> concerns(entry.message(), userId, known));
            return before - parked.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean concerns(EncodedMessage encoded, long userId, Set<JobId> jobs) {
        try {
            JobMessage message = format.decode(encoded);
            return message.userId() == userId || jobs.contains(message.jobId());
        } catch (MalformedMessageException e) {
            return e.jobId().filter(jobs::contains).isPresent();
        }
    }

    @Override
    public void forget(JobId id) {
        format.forget(id);
    }

    /** Returns the number of messages that are neither handled nor parked. */
    public int size() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Passes messages to consumers as long as there are messages and free consumers. */
    private void dispatch() {
        while (true) {
            Consumer consumer;
            Delivery delivery;
            lock.lock();
            try {
                consumer =
                        consumers.stream().filter(Consumer::hasRoom).findFirst().orElse(null);
                delivery = consumer == null ? null : ready.poll();
                if (consumer == null || delivery == null) {
                    return;
                }
                consumer.inHand++;
            } finally {
                lock.unlock();
            }
            try {
                executor.execute(() -> deliver(consumer, delivery));
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "The executor takes no more messages", e);
                settle(consumer, delivery, new RetryAfter(AFTER_ERROR));
                return;
            }
        }
    }

    private void deliver(Consumer consumer, Delivery delivery) {
        Disposition disposition = new RetryAfter(AFTER_ERROR);
        try {
            disposition = Objects.requireNonNull(handle(consumer.handler, delivery), "the handler returned null");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Handling a message failed; it will be delivered again", e);
        } finally {
            settle(consumer, delivery, disposition);
        }
        dispatch();
    }

    private Disposition handle(JobHandler handler, Delivery delivery) {
        JobMessage message;
        try {
            message = format.decode(delivery.message());
        } catch (MalformedMessageException e) {
            return handler.handleMalformed(e, delivery.number());
        }
        return handler.handle(message, delivery.number());
    }

    private void settle(Consumer consumer, Delivery delivery, Disposition disposition) {
        lock.lock();
        try {
            consumer.inHand--;
            settled.signalAll();
            if (disposition instanceof RetryAfter retry) {
                scheduleAgain(delivery.next(), retry.delay());
            } else {
                held--;
            }
            if (disposition instanceof Park park) {
                parked.add(new Parked(delivery.message(), park.reason()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void scheduleAgain(Delivery delivery, Duration delay) {
        try {
            scheduler.schedule(Duration.ofNanos(Nanos.of(delay)), () -> deliverAgain(delivery));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The scheduler takes no more calls; the message goes back at once", e);
            ready.add(delivery);
        }
    }

    private void deliverAgain(Delivery delivery) {
        lock.lock();
        try {
            ready.add(delivery);
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    private void stop(Consumer consumer) {
        lock.lock();
        try {
            consumers.remove(consumer);
            while (consumer.inHand > 0) {
                settled.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private static final class Consumer {

        private final int concurrency;
        private final JobHandler handler;
        private int inHand;

        Consumer(int concurrency, JobHandler handler) {
            this.concurrency = concurrency;
            this.handler = handler;
        }

        boolean hasRoom() {
            return inHand < concurrency;
        }
    }
}
