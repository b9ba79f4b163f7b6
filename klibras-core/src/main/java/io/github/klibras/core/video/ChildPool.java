package io.github.klibras.core.video;

import io.github.klibras.core.internal.Nanos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Pool of children, which are started when needed and kept for the next video. Thread-safe. */
final class ChildPool implements AutoCloseable {

    private final ChildCommand command;
    private final int videosPerChild;
    private final Duration tick;
    private final Semaphore places;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Child> idle = new ArrayDeque<>();
    private final Set<Child> busy = new HashSet<>();
    private volatile boolean closed;

    /**
     * Creates an empty pool.
     *
     * @param children how many there may be at a time
     * @param videosPerChild after how many videos a child is replaced
     * @param tick how often a waiting caller is asked whether it still wants to wait
     */
    ChildPool(ChildCommand command, int children, int videosPerChild, Duration tick) {
        this.command = command;
        this.videosPerChild = videosPerChild;
        this.tick = tick;
        this.places = new Semaphore(children, true);
    }

    /**
     * Lends a child, after waiting for one if all are busy.
     *
     * @param check throws if the caller no longer wants to wait
     * @return a child to {@link #giveBack}
     * @throws ExtractionFailedException if a process cannot be started
     * @throws CancellationException if the pool was closed meanwhile, or the thread interrupted
     */
    Child take(Runnable check) {
        awaitPlace(check);
        try {
            return keptOrNew();
        } catch (IOException e) {
            places.release();
            throw new ExtractionFailedException("The child process cannot be started: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            places.release();
            throw e;
        }
    }

    private void awaitPlace(Runnable check) {
        try {
            while (!places.tryAcquire(Nanos.of(tick), TimeUnit.NANOSECONDS)) {
                check.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while waiting for a child process");
        }
    }

    private Child keptOrNew() throws IOException {
        lock.lock();
        try {
            requireOpen();
            Child child = idle.poll();
            while (child != null && !child.isAlive()) {
                child = idle.poll();
            }
            if (child == null) {
                child = Child.start(command);
            }
            busy.add(child);
            return child;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a child back.
     *
     * @param usable whether it can be given another video
     */
    void giveBack(Child child, boolean usable) {
        try {
            if (!keeps(child, usable)) {
                child.kill();
            }
        } finally {
            places.release();
        }
    }

    private boolean keeps(Child child, boolean usable) {
        lock.lock();
        try {
            busy.remove(child);
            boolean keeps = usable && !closed && child.videos() < videosPerChild;
            if (keeps) {
                idle.push(child);
            }
            return keeps;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Checks that the pool is open.
     *
     * @throws CancellationException if it was closed
     */
    void requireOpen() {
        if (closed) {
            throw new CancellationException("The extractor was closed, and its child processes were ended");
        }
    }

    /** Ends all children, including busy ones. */
    @Override
    public void close() {
        List<Child> all = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            all.addAll(idle);
            all.addAll(busy);
            idle.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(Child::kill);
    }
}
