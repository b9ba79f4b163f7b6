package io.github.klibras.testkit.backoff;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Poller;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.testkit.VirtualTime;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PollerTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final VirtualTime time = new VirtualTime(START);
    private final Poller poller = new Poller(time, Runnable::run, ExponentialBackoff.defaults());
    private final List<Duration> asked = new ArrayList<>();
    private Optional<String> answer = Optional.empty();

    private Optional<String> ask() {
        asked.add(Duration.between(START, time.instant()));
        return answer;
    }

    @Test
    void anAnswerThatIsThereIsGivenAtOnce() {
        answer = Optional.of("yes");

        assertThat(poller.poll(this::ask, Duration.ofSeconds(1))).isCompletedWithValue(Optional.of("yes"));
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void pausesGrowAndTheLastOneEndsAtTheDeadline() {
        CompletableFuture<Optional<String>> poll = poller.poll(this::ask, Duration.ofSeconds(1));

        time.advance(Duration.ofSeconds(5));

        assertThat(poll).isCompletedWithValue(Optional.empty());
        assertThat(asked)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(475),
                        Duration.ofNanos(812_500_000),
                        Duration.ofSeconds(1));
    }

    @Test
    void anAnswerThatComesJustBeforeTheDeadlineIsSeen() {
        CompletableFuture<Optional<String>> poll = poller.poll(this::ask, Duration.ofSeconds(1));
        time.advance(Duration.ofMillis(999));

        answer = Optional.of("late");
        time.advance(Duration.ofMillis(1));

        assertThat(poll).isCompletedWithValue(Optional.of("late"));
    }

    @Test
    void aTimeoutOfNothingIsOneQuestion() {
        assertThat(poller.poll(this::ask, Duration.ZERO)).isCompletedWithValue(Optional.empty());
        assertThat(asked).hasSize(1);
        assertThatThrownBy(() -> poller.poll(this::ask, Duration.ofNanos(-1)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void whoeverCancelsIsNotAskedForAnyMore() {
        CompletableFuture<Optional<String>> poll = poller.poll(this::ask, Duration.ofSeconds(10));

        poll.cancel(false);
        time.advance(Duration.ofSeconds(10));

        assertThat(asked).hasSize(1);
    }

    @Test
    void aQuestionThatFailsEndsThePoll() {
        CompletableFuture<Optional<String>> poll = poller.poll(
                () -> {
                    throw new NoClassDefFoundError("on purpose, for a test");
                },
                Duration.ofSeconds(1));

        assertThat(poll).isCompletedExceptionally();
    }

    @Test
    void periodicWorkGoesOnAfterAFailureUntilItIsClosed() {
        Periodic periodic = Periodic.start(Duration.ofSeconds(1), time, Runnable::run, () -> {
            ask();
            throw new IllegalStateException("on purpose, for a test");
        });

        time.advance(Duration.ofSeconds(3));
        periodic.close();
        time.advance(Duration.ofSeconds(3));

        assertThat(asked).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void periodicWorkGoesOnAfterAnError() {
        Periodic periodic = Periodic.start(Duration.ofSeconds(1), time, Runnable::run, () -> {
            ask();
            throw new NoClassDefFoundError("on purpose, for a test");
        });

        time.advance(Duration.ofSeconds(3));
        periodic.close();

        assertThat(asked).hasSize(3);
    }

    @Test
    void periodicWorkGoesOnWhenAThreadCanBeStartedAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Executor exhausted = task -> {
            if (attempts.incrementAndGet() < 3) {
                throw new OutOfMemoryError("unable to create native thread, for a test");
            }
            task.run();
        };
        Periodic periodic = Periodic.start(Duration.ofSeconds(1), time, exhausted, () -> {
            ask();
            return true;
        });

        time.advance(Duration.ofSeconds(4));
        periodic.close();

        assertThat(asked).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(4));
    }

    @Test
    void periodicWorkEndsWhenItSaysSo() {
        Periodic periodic = Periodic.start(
                Duration.ofSeconds(1), time, Runnable::run, () -> asked.add(Duration.ZERO) && asked.size() < 2);
        try (periodic) {
            time.advance(Duration.ofSeconds(9));
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void periodicWorkThatCannotBeScheduledAgainSaysSoInTheLog() {
        for (Executor executor : List.<Executor>of(Runnable::run, PollerTest::refuse)) {
            List<LogRecord> logged = logOf(() -> {
                Periodic.start(Duration.ofSeconds(1), closingAfter(1), executor, () -> true);
                time.advance(Duration.ofSeconds(9));
            });

            assertThat(logged)
                    .filteredOn(line -> line.getMessage().contains("periodic work is over"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.getThrown()).hasMessage("closed, for a test"));
        }
    }

    @Test
    void periodicWorkDoesNotStartOnASchedulerThatTakesNoCalls() {
        assertThatThrownBy(() -> Periodic.start(Duration.ofSeconds(1), closingAfter(0), Runnable::run, () -> true))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static void refuse(Runnable task) {
        throw new RejectedExecutionException("full, for a test");
    }

    /** A scheduler that takes so many calls and no more. */
    private Scheduler closingAfter(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return new Scheduler() {
            @Override
            public Scheduled schedule(Duration delay, Runnable task) {
                if (left.getAndDecrement() <= 0) {
                    throw new RejectedExecutionException("closed, for a test");
                }
                return time.schedule(delay, task);
            }

            @Override
            public long nanoTime() {
                return time.nanoTime();
            }
        };
    }

    private static List<LogRecord> logOf(Runnable work) {
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                records.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.github.klibras.core");
        Level level = logger.getLevel();
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.setLevel(level);
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }
        return records;
    }
}
