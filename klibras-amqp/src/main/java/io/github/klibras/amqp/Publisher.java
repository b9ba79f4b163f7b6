package io.github.klibras.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TimedOut;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import io.github.klibras.core.queue.PublishOutcome.Unroutable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Publishes messages and tracks their outcomes. One thread does the writing, which blocks when the broker does not
 * read; callers never block on it. Messages that a lost channel had not confirmed are sent again on the next one, with
 * the same ids and in the same order. Every message gets its outcome in bounded time, whatever is thrown by the host's
 * executor, scheduler or threads, or by callbacks. Thread-safe.
 */
final class Publisher implements ChannelUser, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** The reply of RabbitMQ 3.10 and 4.0: "message size 20000000 is larger than configured max size 16777216". */
    private static final Pattern TOO_LARGE = Pattern.compile("message size \\d+.* max size (\\d{1,18})");

    private static final Executor DIRECTLY = Runnable::run;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    /** Prepares a new channel by declaring the destinations of its messages. */
    @FunctionalInterface
    interface Preparation {
        void on(Channel channel) throws IOException;
    }

    private final PublisherConfig config;
    private final Preparation preparation;
    private final ManagedConnection connection;
    private final Executor callbacks;
    private final RecoveringChannel kept;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private final NavigableMap<Long, Outgoing> inFlight = new TreeMap<>();
    private final Deque<Outgoing> byDeadline = new ArrayDeque<>();
    private @Nullable Channel channel;
    private int heldMessages;
    private long heldBytes;
    private int suspects;
    private boolean sweeping;
    private Scheduled sweep = () -> {};
    private boolean closing;
    private boolean closed;

    Publisher(
            ManagedConnection connection,
            String purpose,
            PublisherConfig config,
            Executor callbacks,
            Preparation preparation) {
        this.connection = connection;
        this.callbacks = callbacks;
        this.config = config;
        this.preparation = preparation;
        this.kept = new RecoveringChannel(connection, purpose, this);
        // First, so that nothing leaks if no thread can be started.
        connection.config().threadFactory().newThread(this::write).start();
        connection.keep(kept);
    }

    /**
     * Sends a message, unless too many are held already. Does not block. While there is no connection, the message
     * waits for one, at most until its timeout.
     */
    CompletableFuture<PublishOutcome> publish(Outgoing message) {
        connection.resume();
        locked(DIRECTLY, outcomes -> {
            if (closing) {
                refuse(message, "the publisher is closed", outcomes);
            } else if (!hasRoom(message)) {
                refuse(
                        message,
                        "the window is full: " + heldMessages + " messages with " + heldBytes
                                + " bytes are not confirmed",
                        outcomes);
            } else {
                admit(message, outcomes);
            }
        });
        return message.result;
    }

    /** As {@link #publish}, but refuses the message at once while there is no connection. */
    CompletableFuture<PublishOutcome> publishIfConnected(Outgoing message) {
        if (connection.current() != null) {
            // If it is lost from here on, the message is sent again like any other in flight.
            return publish(message);
        }
        String problem = connection.problem();
        connection.resume();
        locked(DIRECTLY, outcomes -> refuse(message, "there is no connection (" + problem + ")", outcomes));
        return message.result;
    }

    /** Blocks until the window has room or the publisher is closed, then sends or refuses the message; not sent if interrupted. */
    CompletableFuture<PublishOutcome> publishWhenThereIsRoom(Outgoing message) throws InterruptedException {
        connection.resume();
        Outcomes outcomes = new Outcomes();
        try {
            lock.lockInterruptibly();
            try {
                // Every message in the window gets an outcome in bounded time.
                while (!closing && !hasRoom(message)) {
                    room.await();
                }
                if (closing) {
                    refuse(message, "the publisher is closed", outcomes);
                } else {
                    admit(message, outcomes);
                }
            } finally {
                lock.unlock();
            }
        } finally {
            outcomes.report(DIRECTLY);
        }
        return message.result;
    }

    /** Runs an action under the lock, then reports the outcomes without it, whatever the action throws. */
    private void locked(Executor executor, Consumer<Outcomes> action) {
        Outcomes outcomes = new Outcomes();
        try {
            lock.lock();
            try {
                action.accept(outcomes);
            } finally {
                lock.unlock();
            }
        } finally {
            outcomes.report(executor);
        }
    }

    private boolean hasRoom(Outgoing message) {
        return heldMessages == 0
                || (heldMessages < config.windowMessages() && heldBytes + message.size <= config.windowBytes());
    }

    private static void refuse(Outgoing message, String reason, Outcomes outcomes) {
        outcomes.add(message, new Unavailable("The message was not sent: " + reason));
    }

    /** Accepts a message, or refuses it if its timeout cannot be scheduled: it might never get an outcome. */
    private void admit(Outgoing message, Outcomes outcomes) {
        if (!sweeping) {
            try {
                sweepIn(config.timeout());
            } catch (RuntimeException | Error e) {
                refuse(message, "its time-out cannot be scheduled (" + e + ")", outcomes);
                return;
            }
        }
        message.deadline = connection.scheduler().nanoTime() + config.timeout().toNanos();
        byDeadline.add(message);
        waiting.add(message);
        heldMessages++;
        heldBytes += message.size;
        work.signal();
    }

    private void write() {
        boolean more = true;
        while (more) {
            try {
                more = writeNext();
            } catch (RuntimeException | Error e) {
                // The message keeps its timeout. Without this thread, no more would be written.
                Calls.log("Writing a message failed", e);
            }
        }
    }

    /** Writes a message as soon as there is one; returns {@code false} once the publisher is closed. */
    private boolean writeNext() {
        Outcomes unsent = new Outcomes();
        Channel target;
        Outgoing message;
        byte[] body;
        lock.lock();
        try {
            while (!closed && !canWrite()) {
                work.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            target = Objects.requireNonNull(channel);
            message = waiting.remove();
            body = message.body;
            long limit = connection.largestMessage();
            if (body != null && message.size > limit) {
                // The broker would close the channel.
                settleTooLarge(message, limit, unsent);
                body = null;
            } else if (body != null && !message.wanted.getAsBoolean()) {
                settle(message, new Unavailable("The message was not sent: it is not wanted any more"), unsent);
                body = null;
            }
            if (body != null) {
                inFlight.put(target.getNextPublishSeqNo(), message);
            }
        } finally {
            lock.unlock();
        }
        unsent.report(callbacks);
        if (body != null) {
            write(target, message, body);
        }
        return true;
    }

    private boolean canWrite() {
        int limit = suspects > 0 ? 1 : config.windowMessages();
        return channel != null && !waiting.isEmpty() && inFlight.size() < limit && connection.blocked() == null;
    }

    private void write(Channel target, Outgoing message, byte[] body) {
        try {
            target.basicPublish(message.exchange, message.routingKey, message.mandatory, message.properties, body);
        } catch (IOException | ShutdownSignalException e) {
            abandon(target);
            LOG.debug("The channel was lost while a message was written; it will be sent again", e);
        } catch (RuntimeException | Error e) {
            // The client's way of saying that a frame or a field would be too large.
            message.unacceptable = e instanceof IllegalArgumentException;
            try {
                settle(message, new Unavailable("The message cannot be written: " + e));
            } finally {
                abandon(target);
            }
            LOG.warn("The client cannot write a message", e);
        }
    }

    /**
     * Gives up a channel on which a write failed: the client may have numbered a message that the broker never got, so
     * later confirms would refer to the wrong messages.
     */
    private void abandon(Channel target) {
        locked(callbacks, outcomes -> {
            if (channel == target) {
                ShutdownSignalException cause = target.getCloseReason();
                channel = null;
                boolean refused = cause != null && Calls.isRefusal(cause) && !settleTooLarge(target, cause, outcomes);
                sendAgain(refused);
            }
        });
        kept.reopen(target);
    }

    @Override
    public void opened(Channel opened) throws IOException {
        preparation.on(opened);
        opened.confirmSelect();
        opened.addReturnListener(this::returned);
        opened.addConfirmListener(
                (tag, multiple) -> answered(opened, tag, multiple, true),
                (tag, multiple) -> answered(opened, tag, multiple, false));
        lock.lock();
        try {
            sendAgain(false);
            channel = opened;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void unblocked() {
        lock.lock();
        try {
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Marks a message as returned, which happens before its confirm and without its number. */
    private void returned(Return message) {
        String id = message.getProperties().getMessageId();
        lock.lock();
        try {
            for (Outgoing sent : inFlight.values()) {
                if (sent.routingKey.equals(message.getRoutingKey())
                        && Objects.equals(sent.properties.getMessageId(), id)) {
                    sent.returned =
                            "there is no queue " + message.getRoutingKey() + " (" + message.getReplyText() + ")";
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void answered(Channel source, long tag, boolean multiple, boolean confirmed) {
        locked(callbacks, outcomes -> {
            if (source != channel) {
                return;
            }
            boolean unroutable = false;
            Collection<Outgoing> answered =
                    multiple ? inFlight.headMap(tag, true).values() : only(tag);
            for (Outgoing message : answered) {
                unroutable |= message.returned != null;
                settle(message, outcome(message, confirmed), outcomes);
            }
            answered.clear();
            work.signal();
            if (unroutable) {
                // A queue was deleted: reopening the channel declares it again.
                kept.reopen(source);
            }
        });
    }

    private Collection<Outgoing> only(long tag) {
        return inFlight.subMap(tag, true, tag, true).values();
    }

    private static PublishOutcome outcome(Outgoing message, boolean confirmed) {
        if (!confirmed) {
            return new Unavailable("The broker could not take the message (basic.nack)");
        }
        return message.returned == null ? new Confirmed() : new Unroutable(message.returned);
    }

    @Override
    public void lost(Channel lost, ShutdownSignalException cause) {
        locked(callbacks, outcomes -> {
            if (lost != channel) {
                return;
            }
            channel = null;
            boolean refused = Calls.isRefusal(cause) && !settleTooLarge(lost, cause, outcomes);
            if (refused && inFlight.size() == 1) {
                // The only message in flight is the one that was refused.
                Outgoing culprit = inFlight.firstEntry().getValue();
                culprit.unacceptable = Calls.replyCode(cause) == AMQP.PRECONDITION_FAILED;
                settle(culprit, new Unavailable("The broker refuses the message: " + Calls.replyText(cause)), outcomes);
            }
            sendAgain(refused);
        });
    }

    /** Queues unconfirmed messages ahead of those not sent yet, in their order. */
    private void sendAgain(boolean refused) {
        for (Outgoing message : inFlight.descendingMap().values()) {
            if (!message.done()) {
                message.returned = null;
                if (refused && !message.suspect) {
                    message.suspect = true;
                    suspects++;
                }
                waiting.addFirst(message);
            }
        }
        inFlight.clear();
    }

    /**
     * Settles messages in flight that exceed the limit which the broker has just reported.
     *
     * @return whether there was one; if so, it is what closed the channel
     */
    private boolean settleTooLarge(Channel lost, ShutdownSignalException cause, Outcomes outcomes) {
        Matcher refusal = TOO_LARGE.matcher(Calls.replyText(cause));
        if (!refusal.find()) {
            return false;
        }
        long limit = Long.parseLong(refusal.group(1));
        connection.noteLargestMessage(lost.getConnection(), limit);
        List<Outgoing> culprits = inFlight.values().stream()
                .filter(message -> message.size > limit)
                .toList();
        culprits.forEach(message -> settleTooLarge(message, limit, outcomes));
        return !culprits.isEmpty();
    }

    private void settleTooLarge(Outgoing message, long limit, Outcomes outcomes) {
        message.unacceptable = true;
        settle(message, new TooLarge(message.size, limit), outcomes);
    }

    private void sweepIn(Duration delay) {
        sweep = connection.scheduler().schedule(delay, this::sweep);
        sweeping = true;
    }

    /** Settles messages whose deadline has passed. */
    private void sweep() {
        locked(callbacks, outcomes -> {
            sweeping = false;
            long now = connection.scheduler().nanoTime();
            giveUp(now, outcomes);
            if (!byDeadline.isEmpty() && !closed) {
                long last = byDeadline.getLast().deadline;
                try {
                    sweepIn(Duration.ofNanos(byDeadline.element().deadline - now));
                } catch (RuntimeException | Error e) {
                    // No later sweep would settle them: too early is better than never.
                    giveUp(last, outcomes);
                    LOG.error("The next time-out cannot be scheduled; messages on their way are given up", e);
                }
            }
        });
    }

    /** Settles messages that are due by this time. */
    private void giveUp(long time, Outcomes outcomes) {
        while (!byDeadline.isEmpty() && (byDeadline.element().done() || byDeadline.element().deadline - time <= 0)) {
            Outgoing message = byDeadline.remove();
            if (!message.done()) {
                // Do not send it any more; if it has been written, it may still arrive.
                waiting.remove(message);
                settle(message, tooLate(), outcomes);
            }
        }
    }

    private PublishOutcome tooLate() {
        if (channel == null) {
            return new Unavailable("The broker cannot be used: " + kept.problem());
        }
        String blocked = connection.blocked();
        return blocked == null
                ? new TimedOut(config.timeout())
                : new Unavailable("The broker takes no messages: " + blocked);
    }

    private void settle(Outgoing message, PublishOutcome outcome) {
        locked(callbacks, outcomes -> settle(message, outcome, outcomes));
    }

    private void settle(Outgoing message, PublishOutcome outcome, Outcomes outcomes) {
        if (message.done()) {
            return;
        }
        outcomes.add(message, outcome);
        heldMessages--;
        heldBytes -= message.size;
        if (message.suspect) {
            suspects--;
        }
        while (!byDeadline.isEmpty() && byDeadline.element().done()) {
            byDeadline.remove();
        }
        room.signalAll();
    }

    /** Refuses new messages, and waits for those in flight: one timeout, but at most 10 s. */
    @Override
    public void close() {
        try {
            locked(callbacks, this::closeAfterOutcomes);
        } finally {
            kept.close();
        }
    }

    private void closeAfterOutcomes(Outcomes outcomes) {
        if (closed) {
            return;
        }
        closing = true;
        room.signalAll();
        awaitOutcomes();
        closed = true;
        sweep.cancel();
        work.signal();
        List.copyOf(byDeadline)
                .forEach(message -> settle(
                        message, new Unavailable("The message was not confirmed: the publisher is closed"), outcomes));
    }

    /** Returns the size of the largest message that the broker accepts, in bytes, as far as it is known. */
    long largestMessage() {
        return connection.largestMessage();
    }

    /** Returns how long the broker may take to confirm a message. */
    Duration timeout() {
        return config.timeout();
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void awaitOutcomes() {
        long left = Math.min(config.timeout().toNanos(), LONGEST_CLOSE.toNanos());
        while (heldMessages > 0 && left > 0) {
            try {
                left = room.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Outcomes to report once the lock is released, since dependent actions may take their time. */
    private static final class Outcomes {

        private final List<Outgoing> messages = new ArrayList<>(0);

        void add(Outgoing message, PublishOutcome outcome) {
            messages.add(message);
            message.outcome = outcome;
            message.body = null;
        }

        /**
         * Reports each outcome separately: the actions that depend on one must not delay the others. Throws nothing.
         */
        void report(Executor callbacks) {
            for (Outgoing message : messages) {
                try {
                    (message.awaited ? DIRECTLY : callbacks).execute(message::report);
                } catch (Throwable e) {
                    // The executor is shut down or cannot start a thread: use this one.
                    message.report();
                }
            }
            messages.clear();
        }
    }
}
