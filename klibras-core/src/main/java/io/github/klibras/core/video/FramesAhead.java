package io.github.klibras.core.video;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Decodes one frame ahead, in a thread that is lent, while the one before is looked at. For one thread at a time. */
final class FramesAhead implements SampledFrames {

    private final SampledFrames frames;
    private final Executor executor;
    private @Nullable FutureTask<Optional<Frame>> ahead;

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
        FutureTask<Optional<Frame>> current = ahead == null ? new FutureTask<>(frames::next) : ahead;
        Optional<Frame> frame = await(current);
        if (frame.isPresent()) {
            ahead = new FutureTask<>(frames::next);
            try {
                executor.execute(ahead);
            } catch (RejectedExecutionException e) {
                // Then it is decoded when it is asked for.
            }
        }
        return frame;
    }

    /** Waits for the frame that is being decoded. */
    @Override
    public void close() {
        try {
            if (ahead != null) {
                await(ahead);
            }
        } catch (RuntimeException e) {
            // Nobody has asked for that frame.
        } finally {
            frames.close();
        }
    }

    /** Uninterruptibly: what a decoding reads may be closed next. */
    private static Optional<SampledFrames.Frame> await(FutureTask<Optional<Frame>> task) {
        task.run();
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
