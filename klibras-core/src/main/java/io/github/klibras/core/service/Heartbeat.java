package io.github.klibras.core.service;

import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.internal.Nanos;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.landmark.FrameProgress;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps a claim alive while its job is processed, storing the progress along with it. Thread-safe. */
final class Heartbeat implements FrameProgress, AutoCloseable {

    private static final Logger LOG = System.getLogger(Heartbeat.class.getName());

    /** Often enough for owners who watch, and no needless load on the store. */
    private static final Duration BETWEEN_PROGRESS = Duration.ofSeconds(1);

    private final JobStore jobs;
    private final Claim claim;
    private final WorkerConfig config;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Executor executor;
    private final long started;
    private final Periodic periodic;
    private final AtomicBoolean storing = new AtomicBoolean();
    private volatile @Nullable JobProgress progress;
    private volatile long lastStored;
    private volatile boolean over;
    private volatile boolean closed;

    Heartbeat(
            JobStore jobs,
            Claim claim,
            WorkerConfig config,
            InstantSource clock,
            Scheduler scheduler,
            Executor executor) {
        this.jobs = jobs;
        this.claim = claim;
        this.config = config;
        this.clock = clock;
        this.scheduler = scheduler;
        this.executor = executor;
        this.started = scheduler.nanoTime();
        this.lastStored = started;
        this.periodic = Periodic.start(config.heartbeat(), scheduler, executor, this::renew);
    }

    /** Returns {@code false} if there is no need to go on: the attempt's time is up, or the claim is lost. */
    private boolean renew() {
        long now = scheduler.nanoTime();
        lastStored = now;
        if (closed) {
            return false;
        }
        boolean inTime = now - started < Nanos.of(config.maxRun());
        boolean goesOn = inTime && jobs.renew(claim, clock.instant().plus(config.lease()), progress);
        if (!goesOn) {
            over = true;
        }
        return goesOn;
    }

    /** Returns whether further work is useless: the attempt's time is up, or the claim is lost. */
    boolean isOver() {
        return over;
    }

    @Override
    public void extracted(int done, int total) {
        progress = new JobProgress(done, total);
        boolean due = scheduler.nanoTime() - lastStored >= BETWEEN_PROGRESS.toNanos();
        if (due && !closed && storing.compareAndSet(false, true)) {
            try {
                executor.execute(this::store);
            } catch (RuntimeException e) {
                storing.set(false);
                LOG.log(Level.DEBUG, "The progress of a job is not stored", e);
            }
        }
    }

    private void store() {
        try {
            renew();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "The progress of a job could not be stored", e);
        } finally {
            storing.set(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        periodic.close();
    }
}
