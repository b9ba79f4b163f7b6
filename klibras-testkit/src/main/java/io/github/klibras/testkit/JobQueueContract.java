package io.github.klibras.testkit;

import io.github.klibras.core.job.Disposition;
import io.github.klibras.core.job.Disposition.Done;
import io.github.klibras.core.job.Disposition.Park;
import io.github.klibras.core.job.Disposition.RetryAfter;
import io.github.klibras.core.job.EncodedMessage;
import io.github.klibras.core.job.JobHandler;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobMessage;
import io.github.klibras.core.job.JobQueue;
import io.github.klibras.core.job.JobSource;
import io.github.klibras.core.job.MalformedMessageException;
import io.github.klibras.core.job.PublishOutcome.Confirmed;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of {@link JobQueue} and {@link JobSource}, which belong together: what goes in at one comes out at the other.
 * Runs in real time, since brokers do.
 */
public abstract class JobQueueContract {

    private static final long PATIENCE_SECONDS = 20;
    private static final Duration SHORT = Duration.ofMillis(50);

    /** Returns the queue under test; empty at the start of each test. */
    protected abstract JobQueue queue();

    /** Returns the other end of the queue. */
    protected abstract JobSource source();

    /** Puts bytes into the queue that did not come from {@link JobQueue#publish}. */
    protected abstract void publishForeign(EncodedMessage message);

    /** Returns the bodies of the messages that have been parked. */
    protected abstract List<byte[]> parked();

    @Test
    void aMessageIsDeliveredAsItWasPublished() throws Exception {
        JobMessage message = message("one");
        Recorder handler = new Recorder((delivered, delivery) -> new Done());
        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(queue().publish(message).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isEqualTo(new Confirmed());

            assertThat(handler.next()).isEqualTo(new Received(message, 1));
            subscription.close();
        }
    }

    @Test
    void messagesWaitForAHandler() throws Exception {
        publish("one", "two");
        Recorder handler = new Recorder((delivered, delivery) -> new Done());

        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("one", "two");
            subscription.close();
        }
    }

    @Test
    void whatIsDoneIsNotDeliveredAgain() throws Exception {
        publish("one");
        Recorder first = new Recorder((delivered, delivery) -> new Done());
        try (JobSource.Subscription subscription = source().consume(1, first)) {
            first.next();
            subscription.close();
        }

        Recorder second = new Recorder((delivered, delivery) -> new Done());
        try (JobSource.Subscription subscription = source().consume(1, second)) {
            publish("two");
            assertThat(second.next().id()).isEqualTo("two");
            subscription.close();
        }
    }

    @Test
    void whatIsToBeRetriedComesAgainAndIsCounted() throws Exception {
        publish("one");
        Recorder handler = new Recorder((delivered, delivery) -> delivery < 3 ? new RetryAfter(SHORT) : new Done());
        long started = System.nanoTime();

        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(IntStream.range(0, 3).mapToObj(i -> handler.next().delivery()))
                    .containsExactly(1, 2, 3);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(SHORT.multipliedBy(2));
            subscription.close();
        }
    }

    @Test
    void aMessageThatWaitsForItsRetryDoesNotHoldUpOthers() throws Exception {
        publish("slow", "quick");
        Recorder handler = new Recorder((delivered, delivery) ->
                delivered.jobId().value().equals("slow") ? new RetryAfter(Duration.ofHours(1)) : new Done());

        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("slow", "quick");
            subscription.close();
        }
    }

    @Test
    void aHandlerThatThrowsGetsTheMessageAgain() throws Exception {
        publish("one");
        Recorder handler = new Recorder((delivered, delivery) -> {
            if (delivery == 1) {
                throw new IllegalStateException("on purpose, for a test");
            }
            return new Done();
        });

        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(handler.next().delivery()).isEqualTo(1);
            assertThat(handler.next().delivery()).isEqualTo(2);
            subscription.close();
        }
    }

    @Test
    void whatIsParkedIsKeptAsideAndOthersFlowOn() throws Exception {
        publish("poison", "good");
        Recorder handler = new Recorder(
                (delivered, delivery) -> delivered.jobId().value().equals("poison") ? new Park("no good") : new Done());

        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("poison", "good");
            subscription.close();
        }

        assertThat(parked()).singleElement().satisfies(body -> assertThat(body).isNotEmpty());
    }

    @Test
    void bytesThatAreNoMessageGoToTheHandlerAsSuch() {
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
        publishForeign(new EncodedMessage(nonsense, null, Map.of()));
        Recorder handler = new Recorder((delivered, delivery) -> new Done());

        try (JobSource.Subscription subscription = source().consume(1, handler)) {
            assertThat(poll(handler.malformed)).isInstanceOf(MalformedMessageException.class);
            subscription.close();
        }

        assertThat(parked()).containsExactly(nonsense);
        assertThat(handler.received).isEmpty();
    }

    @Test
    void asManyMessagesAreInHandAsWereAskedForAndNoMore() throws Exception {
        int concurrency = 3;
        int rounds = 10;
        publish(IntStream.range(0, concurrency * rounds)
                .mapToObj(i -> "job" + i)
                .toArray(String[]::new));
        CyclicBarrier together = new CyclicBarrier(concurrency);
        AtomicInteger inHand = new AtomicInteger();
        CountDownLatch surplus = new CountDownLatch(1);
        Recorder handler = new Recorder((delivered, delivery) -> {
            if (inHand.incrementAndGet() > concurrency) {
                surplus.countDown();
            }
            meet(together);
            // All are in hand: one too many comes now, or not at all.
            awaitFor(surplus, SHORT);
            inHand.decrementAndGet();
            return new Done();
        });

        try (JobSource.Subscription subscription = source().consume(concurrency, handler)) {
            assertThat(IntStream.range(0, concurrency * rounds)
                            .mapToObj(i -> handler.next().id()))
                    .doesNotHaveDuplicates()
                    .hasSize(concurrency * rounds);
            subscription.close();
        }

        assertThat(surplus.getCount()).as("messages beyond what was asked for").isOne();
    }

    @Test
    void closingWaitsForTheMessageInHandAndLeavesTheOthers() throws Exception {
        publish("one", "two");
        CountDownLatch begun = new CountDownLatch(1);
        BlockingQueue<String> finished = new LinkedBlockingQueue<>();
        Recorder handler = new Recorder((delivered, delivery) -> {
            begun.countDown();
            sleep(SHORT);
            finished.add(delivered.jobId().value());
            return new Done();
        });

        JobSource.Subscription subscription = source().consume(1, handler);
        assertThat(await(begun)).isTrue();
        subscription.close();
        List<String> atClose = List.copyOf(finished);

        Recorder next = new Recorder((delivered, delivery) -> new Done());
        publish("last");
        try (JobSource.Subscription other = source().consume(1, next)) {
            assertThat(atClose).containsExactly("one");
            assertThat(List.of(next.next().id(), next.next().id())).containsExactly("two", "last");
            assertThat(List.copyOf(finished)).isEqualTo(atClose);
            other.close();
        }
    }

    @Test
    void closingASubscriptionAgainDoesNotEndAnotherOneOfTheSameHandler() throws Exception {
        Recorder handler = new Recorder((delivered, delivery) -> new Done());
        JobSource source = source();
        JobSource.Subscription closed = source.consume(1, handler);
        try (JobSource.Subscription open = source.consume(1, handler)) {
            closed.close();
            closed.close();

            publish("one", "two");

            assertThat(List.of(handler.next().id(), handler.next().id())).containsExactly("one", "two");
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

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("Fewer messages were in hand than were asked for", e);
        }
    }

    private static boolean await(CountDownLatch latch) {
        return awaitFor(latch, Duration.ofSeconds(PATIENCE_SECONDS));
    }

    private static boolean awaitFor(CountDownLatch latch, Duration longest) {
        try {
            return latch.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> T poll(BlockingQueue<T> queue) {
        try {
            @Nullable T element = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Objects.requireNonNull(element, "nothing was delivered within " + PATIENCE_SECONDS + " s");
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
