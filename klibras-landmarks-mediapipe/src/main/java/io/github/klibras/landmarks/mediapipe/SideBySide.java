package io.github.klibras.landmarks.mediapipe;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Does several things at once, in the thread of the caller and in others as far as these are lent. */
final class SideBySide {

    /** Lends no threads. */
    static final Executor ALONE = task -> {};

    private SideBySide() {}

    /**
     * Does all tasks, and returns when all have ended; those that no other thread has begun are done in this one. If
     * some fail, the others are done all the same, and the first failure is thrown.
     *
     * @param executor lends threads; it may refuse, fail, or do nothing
     */
    static void run(Executor executor, List<Runnable> tasks) {
        List<Turn> turns = tasks.stream().map(Turn::new).toList();
        try {
            turns.stream().skip(1).forEach(executor::execute);
        } catch (RuntimeException | Error e) {
            // Nobody helps, then; lack of threads is an error. Others that help already must be waited for.
        }
        turns.forEach(Turn::run);
        turns.forEach(Turn::awaitEnd);
        turns.forEach(Turn::throwFailure);
    }

    /** A task that is done once, by the first thread that comes. */
    private static final class Turn implements Runnable {

        /** Empty once it has begun: an executor may keep turns for long that it has not come to. */
        private final AtomicReference<@Nullable Runnable> notBegun;

        private final CountDownLatch ended = new CountDownLatch(1);
        private @Nullable Throwable failure;

        Turn(Runnable task) {
            notBegun = new AtomicReference<>(task);
        }

        @Override
        public void run() {
            Runnable task = notBegun.getAndSet(null);
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                ended.countDown();
            }
        }

        /** Uninterruptibly, since it still uses what the caller closes next; none takes longer than a frame. */
        void awaitEnd() {
            boolean interrupted = false;
            while (ended.getCount() > 0) {
                try {
                    ended.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void throwFailure() {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }
}
