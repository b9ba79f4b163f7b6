package io.github.klibras.testkit.queue;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.EncodedMessage;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.JobSource;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@link JobQueue} and {@link JobSource}, the two ends of one queue: messages that are published to one
 * are consumed from the other. Runs in real time, since brokers do.
 */
public abstract class JobQueueContract {

    private static final long PATIENCE_SECONDS = 20;
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG_WAIT = Duration.ofSeconds(1);

    /** Returns the queue under test; empty at the start of each test. */
    protected abstract JobQueue queue();

    /** Returns the other end of the queue. */
    protected abstract JobSource source();

    /** Puts a message into the queue without {@link JobQueue#publish}. */
    protected abstract void publishForeign(EncodedMessage message);

    /** Returns the bodies of the messages that have been parked. */
    protected abstract List<byte[]> parked();

    @Test
    void aMessageIsDeliveredAsItWasPublished() throws Exception {
        JobMessage message = message("one");
        Recorder handler = new Recorder((delivered, delivery) -> new Done());
        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(queue().publish(message).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(new Confirmed());

            assertThat(handler.next()).isEqualTo(new Received(message, 1));
        }
    }

    @Test
    void messagesWaitForAHandler() throws Exception {
        publish("one", "two");
        Recorder handler = new Recorder((delivered, delivery) -> new Done());

        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("one", "two");
        }
    }

    /** A redelivered message would show up before, between or after the others, of which there are enough. */
    @Test
    void doneMessageIsNotDeliveredAgain() throws Exception {
        publish("one");
        Recorder first = new Recorder((delivered, delivery) -> new Done());
        JobSource.Subscription once = source().consume(1, first);
        try (once) {
            first.next();
        }
        assertThat(first.received).isEmpty();

        Recorder second = new Recorder((delivered, delivery) -> new Done());
        JobSource.Subscription again = source().consume(1, second);
        try (again) {
            for (int i = 0; i < 20; i++) {
                publish("later-" + i);
                assertThat(second.next().id()).isEqualTo("later-" + i);
            }
        }
        assertThat(second.received).isEmpty();
    }

    @Test
    void retriedMessageIsDeliveredAgainAndCounted() throws Exception {
        publish("one");
        Recorder handler = new Recorder((delivered, delivery) -> delivery < 3 ? new RetryAfter(SHORT) : new Done());
        long started = System.nanoTime();

        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(IntStream.range(0, 3).mapToObj(i -> handler.next().delivery()))
                    .containsExactly(1, 2, 3);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT.multipliedBy(2));
        }
    }

    @Test
    void messageWaitingForItsRetryDoesNotHoldUpOthers() throws Exception {
        publish("slow", "quick");
        Recorder handler = new Recorder((delivered, delivery) ->
                delivered.jobId().value().equals("slow") ? new RetryAfter(Duration.ofHours(1)) : new Done());

        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("slow", "quick");
        }
    }

    @Test
    void messageIsDeliveredAgainIfTheHandlerThrows() throws Exception {
        publish("one");
        Recorder handler = new Recorder((delivered, delivery) -> {
            if (delivery == 1) {
                throw new IllegalStateException("on purpose, for a test");
            }
            return new Done();
        });

        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(handler.next().delivery()).isEqualTo(1);
            assertThat(handler.next().delivery()).isEqualTo(2);
        }
    }

    @Test
    void parkedMessageIsSetAsideWithoutHoldingUpOthers() throws Exception {
        publish("poison", "good");
        Recorder handler = new Recorder(
                (delivered, delivery) -> delivered.jobId().value().equals("poison") ? new Park("no good") : new Done());

        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("poison", "good");
        }

        assertThat(parked()).singleElement().satisfies(body -> assertThat(body).isNotEmpty());
    }

    @Test
    void malformedBytesAreHandedToTheHandlerAsMalformed() {
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
        publishForeign(new EncodedMessage(nonsense, null, Map.of()));
        Recorder handler = new Recorder((delivered, delivery) -> new Done());

        JobSource.Subscription subscription = source().consume(1, handler);
        try (subscription) {
            assertThat(poll(handler.malformed)).isInstanceOf(MalformedMessageException.class);
        }

        assertThat(parked()).containsExactly(nonsense);
        assertThat(handler.received).isEmpty();
    }

    /**
     * If there were one more in hand than requested, the next message would show it: other handlers get those that the
     * first one has no room for. So the test need not wait for something that must not happen.
     */
    @Test
    void handlerHoldsTheRequestedNumberOfMessagesAndOthersGetTheNext() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        Recorder busy = new Recorder((delivered, delivery) -> {
            handled.add("busy: " + delivered.jobId());
            return await(enough) ? new Done() : new Park("nobody released it");
        });
        Recorder idle = new Recorder((delivered, delivery) -> {
            handled.add("idle: " + delivered.jobId());
            return new Done();
        });
        publish("one", "two", "three");

        JobSource.Subscription first = source().consume(3, busy);
        // Released before it is closed: closing waits for the messages in hand.
        try (first;
                AutoCloseable release = enough::countDown) {
            assertThat(List.of(poll(handled), poll(handled), poll(handled)))
                    .containsExactlyInAnyOrder("busy: one", "busy: two", "busy: three");
            publish("four", "five");
            JobSource.Subscription second = source().consume(1, idle);
            try (second) {
                assertThat(List.of(poll(handled), poll(handled))).containsExactly("idle: four", "idle: five");
            }
            release.close();
            publish("six");
            assertThat(poll(handled)).isEqualTo("busy: six");
        }
    }

    /** The handler continues once closing waits for it, or has failed to wait, however fast either of them is. */
    @Test
    void closingWaitsForTheMessageInHandAndLeavesTheOthers() throws Exception {
        publish("one", "two");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        Thread closing = Thread.currentThread();
        Recorder handler = new Recorder((delivered, delivery) -> {
            begun.countDown();
            awaitWaiting(closing, closed);
            events.add(delivered.jobId().value());
            return new Done();
        });

        JobSource.Subscription subscription = source().consume(1, handler);
        assertThat(await(begun)).isTrue();
        subscription.close();
        events.add("closed");
        closed.countDown();
        assertThat(events).containsExactly("one", "closed");
        subscription.close();

        Recorder next = new Recorder((delivered, delivery) -> new Done());
        publish("last");
        JobSource.Subscription other = source().consume(1, next);
        try (other) {
            assertThat(List.of(next.next().id(), next.next().id())).containsExactly("two", "last");
            assertThat(events).containsExactly("one", "closed");
        }
    }

    /**
     * Returns once the thread waits or has passed the latch. A thread that waits with a timeout of its own is given
     * {@link #LONG_WAIT}.
     */
    private static void awaitWaiting(Thread thread, CountDownLatch passed) {
        long end = System.nanoTime() + LONG_WAIT.toNanos();
        while (thread.getState() != Thread.State.WAITING && passed.getCount() > 0 && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void closingASubscriptionTwiceDoesNotEndAnotherOfTheSameHandler() throws Exception {
        Recorder handler = new Recorder((delivered, delivery) -> new Done());
        JobSource source = source();
        JobSource.Subscription closed = source.consume(1, handler);
        try (JobSource.Subscription open = source.consume(1, handler)) {
            closed.close();
            closed.close();

            publish("one", "two");

            // One of them may first have been handed to the closed subscription and come back.
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactlyInAnyOrder("one", "two");
            assertThat(closed).isNotSameAs(open);
        }
    }

    private void publish(String... ids) throws Exception {
        for (String id : ids) {
            assertThat(queue().publish(message(id)).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(new Confirmed());
        }
    }

    private static JobMessage message(String id) {
        return new JobMessage(new JobId(id), 7, "bom_dia", Video.of(new byte[] {1, 2, 3}));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> T poll(BlockingQueue<T> queue) {
        try {
            @Nullable T element = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(element)
                    .as("message delivered within %d s", PATIENCE_SECONDS)
                    .isNotNull();
            return Objects.requireNonNull(element);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    private record Received(JobMessage message, int delivery) {

        String id() {
            return message.jobId().value();
        }
    }

    private static final class Recorder implements JobHandler {

        private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        private final BlockingQueue<MalformedMessageException> malformed = new LinkedBlockingQueue<>();
        private final BiFunction<JobMessage, Integer, Disposition> answer;

        Recorder(BiFunction<JobMessage, Integer, Disposition> answer) {
            this.answer = answer;
        }

        @Override
        public Disposition handle(JobMessage message, int delivery) {
            received.add(new Received(message, delivery));
            return answer.apply(message, delivery);
        }

        @Override
        public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
            malformed.add(problem);
            return new Park("malformed");
        }

        Received next() {
            return poll(received);
        }
    }
}
