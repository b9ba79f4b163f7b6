package io.github.klibras.core.job;

import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.internal.Listeners;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Ends what nobody else will end: jobs whose worker died go back to the queue, jobs that were queued too long expire, and
 * jobs that ended long ago are deleted. Any number of reapers may run side by side.
 *
 * <p>Thread-safe.
 */
public final class Reaper {

    static final String EXPIRED = "No worker took the video in time";

    private final JobStore jobs;
    private final @Nullable VideoStore videos;
    private final ReaperConfig config;
    private final InstantSource clock;
    private final JobListener listener;

    /**
     * Makes a reaper.
     *
     * @param jobs where jobs are kept
     * @param videos where videos are kept, to forget those of jobs that have expired or are deleted; {@code null} if none
     *     are kept
     * @param config when to give up
     * @param clock tells the time
     * @param listener told of the jobs that expire
     */
    public Reaper(
            JobStore jobs,
            @Nullable VideoStore videos,
            ReaperConfig config,
            InstantSource clock,
            JobListener listener) {
        this.jobs = jobs;
        this.videos = videos;
        this.config = config;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Looks at intervals, until the result is closed.
     *
     * @param scheduler calls back
     * @param executor does the work, which blocks on the store
     */
    public Periodic start(Scheduler scheduler, Executor executor) {
        return Periodic.start(config.interval(), scheduler, executor, () -> {
            run();
            return true;
        });
    }

    /** Looks once, at everything. */
    public void run() {
        Instant now = clock.instant();
        int released;
        do {
            released = jobs.releaseAbandoned(now.minus(config.leaseGrace()), config.batch());
        } while (released == config.batch());
        List<JobId> expired;
        do {
            expired = jobs.expireQueued(now.minus(config.maxQueued()), EXPIRED, now, config.batch());
            expired.forEach(this::tell);
            forgetVideos(expired);
        } while (expired.size() == config.batch());
        List<JobId> purged;
        do {
            purged = jobs.purge(now.minus(config.retention()), config.batch());
            forgetVideos(purged);
        } while (purged.size() == config.batch());
    }

    private void tell(JobId id) {
        Listeners.tell(listener, told -> told.ended(id, JobStatus.EXPIRED, 0, Duration.ZERO));
    }

    private void forgetVideos(List<JobId> ids) {
        Optional.ofNullable(videos).ifPresent(store -> ids.forEach(store::delete));
    }
}
