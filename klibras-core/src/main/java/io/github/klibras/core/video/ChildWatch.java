package io.github.klibras.core.video;

import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.internal.Nanos;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.video.ChildProtocol.Answer;
import io.github.klibras.core.video.ChildProtocol.Progress;

import java.io.EOFException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a child's answer and enforces the child's limits. For one video and one thread. */
final class ChildWatch {

    /** Listing all processes of the system takes longer than reading the memory of a few. */
    private static final Duration BETWEEN_LISTS = Duration.ofMillis(500);

    /** How long to wait for a process that has closed its pipes to end, for its exit code. */
    private static final Duration EXIT_TIMEOUT = Duration.ofSeconds(2);

    private static final int OUT_OF_HEAP = 3;
    private static final int SIGNALS = 128;
    private static final int MIB = 1 << 20;

    private final Child child;
    private final ExtractionRequest request;
    private final ChildLimits limits;
    private final Ticker ticker;
    private final long started;

    private List<ProcessHandle> tree = List.of();
    private long listed;
    private int reported;
    private boolean dead;

    ChildWatch(Child child, ExtractionRequest request, ChildLimits limits, Ticker ticker) {
        this.child = child;
        this.request = request;
        this.limits = limits;
        this.ticker = ticker;
        this.started = ticker.nanoTime();
        this.listed = started - Nanos.of(BETWEEN_LISTS);
    }

    /**
     * Waits for the answer.
     *
     * @param check called at each tick; throws if the answer is no longer wanted
     * @throws ExtractionFailedException if the child ends, or has to be ended
     * @throws CancellationException if the thread was interrupted
     */
    Answer await(CompletableFuture<Answer> answer, Runnable check) {
        while (true) {
            try {
                Answer answered = answer.get(Nanos.of(limits.tick()), TimeUnit.NANOSECONDS);
                reportProgress();
                if (limits.memory().isCheap()) {
                    checkMemory(); // the answer may have come before the first tick
                }
                return answered;
            } catch (TimeoutException e) {
                check.run();
                reportProgress();
                checkAlive();
                checkTime();
                checkMemory();
            } catch (ExecutionException e) {
                check.run();
                throw failed(Objects.requireNonNullElse(e.getCause(), e));
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    private void reportProgress() {
        Progress progress = child.progress();
        if (progress.done() > reported) {
            reported = progress.done();
            request.progress().extracted(progress.done(), progress.total());
        }
    }

    /**
     * Checks that the process is alive, since processes that it has started may hold its pipes open. An answer sent
     * before its end is read by the next tick.
     */
    private void checkAlive() {
        if (dead) {
            throw failed(new EOFException("The process is gone"));
        }
        dead = !child.isAlive();
    }

    private void checkTime() {
        if (ticker.nanoTime() - started >= Nanos.of(limits.time())) {
            throw new ExtractionFailedException(
                    "The child process was ended, since it took longer than " + limits.time() + " for a video");
        }
    }

    private void checkMemory() {
        long now = ticker.nanoTime();
        boolean stale = now - listed >= Nanos.of(BETWEEN_LISTS);
        if (stale) {
            tree = child.tree();
            listed = now;
        }
        if (stale || limits.memory().isCheap()) {
            OptionalLong taken = limits.memory().read(tree);
            if (taken.isPresent() && taken.getAsLong() > limits.maxMemory()) {
                throw new ExtractionFailedException("The child process was ended, since it took "
                        + taken.getAsLong() / MIB + " MiB of memory, more than the limit of " + limits.maxMemory() / MIB
                        + " MiB");
            }
        }
    }

    private ExtractionFailedException failed(Throwable cause) {
        String what =
                cause instanceof ProtocolException ? "gave no valid answer (" + cause.getMessage() + ")" : "broke off";
        String when = child.isReady() ? " during a video; " : " before it was ready; ";
        return new ExtractionFailedException("The child process " + what + when + ending(), cause);
    }

    private String ending() {
        try {
            if (!child.awaitEnd(EXIT_TIMEOUT)) {
                return "it was ended";
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        int code = child.exitCode();
        if (code > SIGNALS) {
            return "it was killed by signal " + (code - SIGNALS);
        }
        String hint = code == OUT_OF_HEAP ? ", which a JVM does when its heap is full" : "";
        return "it ended with exit code " + code + hint + ". Its output is in the log";
    }

    private static CancellationException interrupted() {
        Thread.currentThread().interrupt();
        return new CancellationException("Interrupted while waiting for a child process");
    }
}
