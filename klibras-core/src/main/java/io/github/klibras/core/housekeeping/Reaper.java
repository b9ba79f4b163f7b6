package io.github.klibras.core.housekeeping;

import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.internal.Failures;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.StoredVideo;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.job.internal.JobEndings;
import io.github.klibras.core.job.internal.NoTransaction;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.service.JobListener;
import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Housekeeping: jobs whose worker died go back to the queue, jobs queued for too long expire, jobs that ended long ago
 * are deleted after their videos, and so are videos that nothing else will delete. A job or video that cannot be
 * processed does not hold up the others; it is tried again with each run. Any number of reapers may run concurrently.
 *
 * <p>Thread-safe.
 */
public final class Reaper {

    static final String EXPIRED = "No worker took the video in time";

    /** The longest run assumed for a job that was taken just before it would have expired. */
    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    private final JobStore jobs;
    private final @Nullable VideoStore videos;
    private final ReaperConfig config;
    private final InstantSource clock;
    private final JobEndings endings;

    private Reaper(Builder builder) {
        this.jobs = builder.jobs;
        this.videos = builder.videos;
        this.config = builder.config;
        this.clock = builder.clock;
        this.endings = new JobEndings(
                jobs,
                this::deleteVideo,
                Listeners.notifying(builder.listener, JobListener::ended),
                AwardListener.NONE,
                builder.random);
    }

    /**
     * Returns a builder. The reaper closes none of its arguments.
     *
     * @param jobs where jobs are kept
     */
    public static Builder builder(JobStore jobs) {
        return new Builder(jobs);
    }

    /**
     * Runs periodically until the result is closed.
     *
     * @param scheduler calls back
     * @param executor runs the work, which blocks on the stores
     */
    public Periodic start(Scheduler scheduler, Executor executor) {
        return Periodic.start(config.interval(), scheduler, executor, () -> {
            run();
            return true;
        });
    }

    /**
     * Makes one complete pass. Failures are logged and do not keep the rest from being done. Must not be called within
     * a transaction.
     *
     * @throws IllegalStateException within a transaction
     * @throws RuntimeException the first failure, with the others suppressed
     */
    public void run() {
        Instant now = clock.instant();
        Failures failures = new Failures();
        failures.attempt("Settling ends of jobs", endings::settle);
        failures.attempt("Giving jobs back whose worker died", () -> releaseAbandoned(now));
        // In a transaction, one failure would undo the changes to all other jobs after their videos were deleted.
        NoTransaction.require(jobs, "reaper");
        failures.attempt("Letting jobs expire", () -> expire(now));
        failures.attempt("Purging jobs", () -> purge(now));
        failures.attempt("Deleting videos that were left over", () -> sweepVideos(now));
        failures.rethrow();
    }

    private void releaseAbandoned(Instant now) {
        int released;
        do {
            released = jobs.releaseAbandoned(now.minus(config.leaseGrace()), config.batch());
        } while (released == config.batch());
    }

    private void expire(Instant now) {
        inBatches(
                offset -> jobs.findQueued(now.minus(config.maxQueued()), offset, config.batch()),
                (batch, failures) -> batch.forEach(id -> failures.attempt(
                        "Letting job " + id + " expire",
                        () -> endings.endQueued(id, JobStatus.EXPIRED, EXPIRED, now))));
    }

    private void purge(Instant now) {
        inBatches(
                offset -> jobs.findEnded(now.minus(config.retention()), offset, config.batch()),
                (batch, failures) -> jobs.delete(batch.stream()
                        .filter(id -> failures.attempt("Deleting the video of job " + id, () -> deleteVideo(id)))
                        .toList()));
    }

    @FunctionalInterface
    private interface Batch {
        List<JobId> after(int offset);
    }

    @FunctionalInterface
    private interface Step {
        void on(List<JobId> batch, Failures failures);
    }

    /** Runs a step on each batch. Jobs that failed stay at the front of the order; the offset skips them. */
    private void inBatches(Batch batches, Step step) {
        Failures failures = new Failures();
        while (true) {
            int before = failures.count();
            List<JobId> batch = batches.after(before);
            step.on(batch, failures);
            boolean nothingWorks = failures.count() - before == batch.size();
            if (nothingWorks || batch.size() < config.batch()) {
                break;
            }
        }
        failures.rethrow();
    }

    /** Deletes videos whose job has ended or was never stored, if they are older than any open job can be. */
    private void sweepVideos(Instant now) {
        if (videos == null) {
            return;
        }
        Instant storedBefore = now.minus(config.maxQueued()).minus(LONGEST_RUN);
        Failures failures = new Failures();
        List<StoredVideo> batch = videos.findStoredBefore(storedBefore, null, config.batch());
        while (!batch.isEmpty()) {
            List<JobId> ids = batch.stream().map(StoredVideo::id).toList();
            Set<JobId> open = jobs.findAll(ids).stream()
                    .filter(job -> !job.status().ended())
                    .map(RecognitionJob::id)
                    .collect(Collectors.toSet());
            for (JobId id : ids) {
                if (!open.contains(id)) {
                    failures.attempt("Deleting the video of job " + id, () -> deleteVideo(id));
                }
            }
            batch = videos.findStoredBefore(storedBefore, batch.get(batch.size() - 1), config.batch());
        }
        failures.rethrow();
    }

    private void deleteVideo(JobId id) {
        if (videos != null) {
            videos.delete(id);
        }
    }

    /** Settings of a reaper. */
    public static final class Builder {

        private final JobStore jobs;
        private @Nullable VideoStore videos;
        private ReaperConfig config = ReaperConfig.defaults();
        private InstantSource clock = InstantSource.system();
        private JobListener listener = JobListener.NONE;
        private RandomGenerator random = new SecureRandom();

        private Builder(JobStore jobs) {
            this.jobs = jobs;
        }

        /** Sets where videos are kept. Default: they are not kept. */
        public Builder videos(VideoStore videos) {
            this.videos = videos;
            return this;
        }

        /** Sets the time limits and batch size. Default: {@link ReaperConfig#defaults()}. */
        public Builder config(ReaperConfig config) {
            this.config = config;
            return this;
        }

        /** Sets the clock. Default: the system clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Sets the listener for jobs that expire; none by default. */
        public Builder listener(JobListener listener) {
            this.listener = listener;
            return this;
        }

        /** Sets the generator of the keys of endings; must be thread-safe. Default: a {@link SecureRandom}. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        public Reaper build() {
            return new Reaper(this);
        }
    }
}
