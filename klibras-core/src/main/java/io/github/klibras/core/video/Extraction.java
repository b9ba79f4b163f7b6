package io.github.klibras.core.video;

import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.Mirroring;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.video.SampledFrames.Frame;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Extraction of one video's landmarks. Each thread takes the next frame from the decoder, one thread at a time, and
 * processes it with its own session. The first failure stops all threads.
 */
final class Extraction {

    private final SampledFrames frames;
    private final PictureLandmarker landmarker;
    private final ExtractionRequest request;
    private final FrameTable table;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private int working;
    private int done;
    private boolean over;
    private @Nullable Throwable failure;

    Extraction(SampledFrames frames, PictureLandmarker landmarker, ExtractionRequest request, FrameTable table) {
        this.frames = frames;
        this.landmarker = landmarker;
        this.request = request;
        this.table = table;
    }

    /** Works on this thread, and on others as far as the executor provides them while there is work. */
    void run(Executor executor, int threads) {
        try {
            for (int i = 1; i < threads; i++) {
                executor.execute(this::work);
            }
        } catch (RuntimeException | Error e) {
            // Goes on with fewer threads (the lack of threads is an Error). Those already working must be waited for.
        }
        work();
        awaitIdle();
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (done < table.different()) {
            throw new UnreadableVideoException("The video cannot be read to its end: only " + done + " of "
                    + table.different() + " frames could be decoded again");
        }
    }

    private void work() {
        if (!begin()) {
            return;
        }
        try (PictureLandmarker.Session session = landmarker.open(request.layout())) {
            Optional<Frame> frame = next();
            while (frame.isPresent()) {
                detect(session, frame.get());
                frame = next();
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            end();
        }
    }

    private void detect(PictureLandmarker.Session session, Frame frame) {
        Picture picture = frame.picture();
        if (request.preprocessing().mirroring() == Mirroring.PICTURE) {
            picture = picture.flipped();
        }
        picture = picture.shrunkToWidth(request.preprocessing().maxWidth());
        session.detect(picture, table.values(), table.offset(frame.index()));
        table.repeat(frame.index());
        lock.lock();
        try {
            done++;
            request.progress().extracted(done, table.different());
        } finally {
            lock.unlock();
        }
    }

    private Optional<Frame> next() {
        lock.lock();
        try {
            if (over) {
                return Optional.empty();
            }
            request.checkCancelled();
            Optional<Frame> next = frames.next();
            over = next.isEmpty();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            if (!over) {
                working++;
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            working--;
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable problem) {
        lock.lock();
        try {
            over = true;
            if (failure == null) {
                failure = problem;
            } else if (failure != problem) {
                failure.addSuppressed(problem);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the other threads, uninterruptibly since they still use what the caller closes next; none of them works
     * longer than a frame.
     */
    private void awaitIdle() {
        lock.lock();
        try {
            over = true;
            while (working > 0) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
