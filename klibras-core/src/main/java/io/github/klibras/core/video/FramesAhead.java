package io.github.klibras.core.video;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;

/** Decodes one frame ahead, in a thread that is lent, while the one before is looked at. For one thread at a time. */
final class FramesAhead implements SampledFrames {

    private final SampledFrames frames;
    private final Executor executor;
    private @Nullable FutureTask<Optional<Frame>> ahead;

    /** Runs {@link #ahead}; empty once somebody has begun. */
    private AtomicReference<@Nullable Runnable> notBegun = new AtomicReference<>();

    /**
     * Wraps frames, of which none has been decoded yet.
     *
     * @param executor may refuse, or be slow: what no thread has begun, the caller's does
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

    /** The executor may keep what it is given for long, so that this must not lead to a frame. */
    private void lend() {
        AtomicReference<@Nullable Runnable> turn = notBegun;
        try {
            executor.execute(() -> runOnce(turn));
        } catch (RuntimeException | Error e) {
            // Then it is decoded when it is asked for; lack of threads is an error.
        }
    }

    private static void runOnce(AtomicReference<@Nullable Runnable> turn) {
        Runnable task = turn.getAndSet(null);
        if (task != null) {
            task.run();
        }
    }

    /** Waits for the frame that is being decoded. */
    @Override
    public void close() {
        try {
            boolean begun = notBegun.getAndSet(null) == null;
            if (ahead != null && begun) {
                await(ahead);
            }
        } catch (RuntimeException e) {
            // Nobody has asked for that frame.
        } finally {
            frames.close();
        }
    }

    /** Uninterruptibly: what a decoding reads may be closed next. */
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
