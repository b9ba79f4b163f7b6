package io.github.klibras.core.backoff;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Completions;
import io.github.klibras.core.internal.Nanos;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Asks again and again, with growing pauses, until there is an answer or the time is up. The last pause is cut to the
 * deadline, and there is one last question at it. No thread waits in between. Thread-safe.
 */
public final class Poller {

    private final Scheduler scheduler;
    private final Executor executor;
    private final Backoff backoff;

    /**
     * Makes a poller.
     *
     * @param scheduler calls back after a pause
     * @param executor asks; may block
     * @param backoff how long to pause after each question
     */
    public Poller(Scheduler scheduler, Executor executor, Backoff backoff) {
        this.scheduler = scheduler;
        this.executor = executor;
        this.backoff = backoff;
    }

    /**
     * Asks at once, and then until there is an answer.
     *
     * @param question gives the answer, or empty if there is none yet
     * @param timeout how long to go on asking, not negative
     * @return completes with the answer, or with empty when the time is up; exceptionally if the question throws, or if
     *     executor or scheduler take no more work. Completes on the executor, or on the common pool of the JVM if that takes
     *     no more work. Cancel it to stop asking.
     * @throws InvalidInputException if the timeout is negative
     */
    public <T> CompletableFuture<Optional<T>> poll(Supplier<Optional<T>> question, Duration timeout) {
        if (timeout.isNegative()) {
            throw new InvalidInputException("The timeout is negative: " + timeout);
        }
        Round<T> round = new Round<>(question, scheduler.nanoTime() + Nanos.of(timeout));
        round.submit();
        return round.future;
    }

    private final class Round<T> {

        private final Supplier<Optional<T>> question;
        private final long deadline;
        private final CompletableFuture<Optional<T>> future = new CompletableFuture<>();
        private int asked;

        Round(Supplier<Optional<T>> question, long deadline) {
            this.question = question;
            this.deadline = deadline;
        }

        private void submit() {
            try {
                executor.execute(this::ask);
            } catch (Throwable e) {
                // Never here: this is the caller's thread, or the scheduler's.
                Completions.runAnyway(() -> future.completeExceptionally(e));
            }
        }

        private void ask() {
            if (future.isDone()) {
                return;
            }
            // Taken before the question, so that the last one is asked at the deadline or later.
            long left = deadline - scheduler.nanoTime();
            try {
                Optional<T> answer = question.get();
                if (answer.isPresent() || left <= 0) {
                    future.complete(answer);
                } else {
                    pause();
                }
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        }

        private void pause() {
            asked++;
            long left = Math.max(0, deadline - scheduler.nanoTime());
            Duration pause = backoff.delay(asked);
            scheduler.schedule(
                    pause.compareTo(Duration.ofNanos(left)) < 0 ? pause : Duration.ofNanos(left), this::submit);
        }
    }
}
