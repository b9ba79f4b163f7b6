package io.github.klibras.core.video;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/** Decodes one frame ahead, on another thread, while the previous one is processed. For one thread at a time. */
final class FramesAhead implements SampledFrames {

    private final SampledFrames frames;
    private final Executor executor;
    private @Nullable FutureTask<Optional<Frame>> ahead;

    /** Runs {@link #ahead}; empty once a thread has begun it. */
    private AtomicReference<@Nullable Runnable> notBegun = new AtomicReference<>();

    /**
     * Wraps frames, none of which has been decoded yet.
     *
     * @param executor may reject tasks, or be slow: the caller's thread runs what no other thread has begun
     */
    FramesAhead(SampledFrames frames, Executor executor) {
        this.frames = frames;
        this.executor = executor;
    }

    @Override
    public int totalFrames() {
        return frames.totalFrames();
    }

    @Override
    public Optional<Frame> next() {
        if (ahead == null) {
            begin();
        }
        Optional<Frame> frame = await(Objects.requireNonNull(ahead));
        if (frame.isPresent()) {
            begin();
            lend();
        }
        return frame;
    }

    private void begin() {
        ahead = new FutureTask<>(frames::next);
        notBegun = new AtomicReference<>(ahead);
    }

    /** Offers the task to the executor, which may keep it for long, so it must not hold a reference to a frame. */
    private void lend() {
        AtomicReference<@Nullable Runnable> turn = notBegun;
        try {
            executor.execute(() -> runOnce(turn));
        } catch (RuntimeException | Error e) {
            // The frame is then decoded when requested (the lack of threads is an Error).
        }
    }

    private static void runOnce(AtomicReference<@Nullable Runnable> turn) {
        Runnable task = turn.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }

    /** Closes the frames, after waiting for the one being decoded. */
    @Override
    public void close() {
        try {
            boolean begun = notBegun.getAndSet(null) == null;
            if (ahead != null && begun) {
                await(ahead);
            }
        } catch (RuntimeException e) {
            // That frame was not requested.
        } finally {
            frames.close();
        }
    }

    /** Waits for a frame, uninterruptibly since the decoder's input may be closed next. */
    private Optional<Frame> await(FutureTask<Optional<Frame>> task) {
        runOnce(notBegun);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
