package io.github.klibras.landmarks.mediapipe;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Runs several tasks at once, in the caller's thread and in others if available. */
final class SideBySide {

    /** Provides no threads. */
    static final Executor ALONE = task -> {};

    private SideBySide() {}

    /**
     * Runs all tasks and returns when all have ended; tasks that no other thread has begun run in this one. If some
     * fail, the others still run, and the first failure is thrown.
     *
     * @param executor provides threads; may refuse, fail, or do nothing
     */
    static void run(Executor executor, List<Runnable> tasks) {
        List<Turn> turns = tasks.stream().map(Turn::new).toList();
        try {
            turns.stream().skip(1).forEach(executor::execute);
        } catch (RuntimeException | Error e) {
            // No thread helps, then; lack of threads is an Error. Threads that are already helping must be waited for.
        }
        turns.forEach(Turn::run);
        turns.forEach(Turn::awaitEnd);
        turns.forEach(Turn::throwFailure);
    }

    /** A task that is run once, by the first thread that gets to it. */
    private static final class Turn implements Runnable {

        /** Null once the task has begun, to free it: an executor may hold on to turns that it has not reached. */
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

        /**
         * Waits uninterruptibly, since the task still uses resources that the caller closes next; none takes longer
         * than a frame.
         */
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
