package io.github.klibras.core.job.internal;

import io.github.klibras.core.backoff.Scheduler;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Settles endings to which the store gave no answer, until none are left. Thread-safe. */
public final class Settler {

    private static final Logger LOG = System.getLogger(Settler.class.getName());
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final JobEndings endings;
    private final Scheduler scheduler;
    private final Executor executor;
    private final AtomicBoolean awake = new AtomicBoolean();

    private Settler(JobEndings endings, Scheduler scheduler, Executor executor) {
        this.endings = endings;
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /** Arranges for endings to be settled a while after one of them got no answer. */
    public static void settle(JobEndings endings, Scheduler scheduler, Executor executor) {
        endings.whenUnsettled(new Settler(endings, scheduler, executor)::wake);
    }

    /** Starts settling after a pause, unless already started. */
    private void wake() {
        if (awake.compareAndSet(false, true)) {
            later();
        }
    }

    private void later() {
        try {
            scheduler.schedule(PAUSE, this::submit);
        } catch (RuntimeException e) {
            giveUp(e);
        }
    }

    private void submit() {
        try {
            executor.execute(this::settle);
        } catch (Throwable e) {
            giveUp(e);
        }
    }

    private void settle() {
        boolean more = true;
        try {
            more = !endings.settle();
        } finally {
            if (more) {
                later();
            } else {
                awake.set(false);
            }
        }
    }

    /** Stops for now, as at shutdown; the next ending without an answer starts again. */
    private void giveUp(Throwable cause) {
        awake.set(false);
        LOG.log(Level.WARNING, "Jobs whose end is unknown are not looked up for now", cause);
    }
}
