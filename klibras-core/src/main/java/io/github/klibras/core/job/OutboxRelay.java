package io.github.klibras.core.job;

import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.PublishOutcome.Confirmed;
import io.github.klibras.core.job.PublishOutcome.TooLarge;
import io.github.klibras.core.landmark.Video;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Sends jobs again whose message was never confirmed, because the process died, or the queue was away, between storing
 * the job and hearing from the queue. Needs a {@link VideoStore}, since the video is in no other place.
 *
 * <p>A job may be sent twice that way; workers see to it that it counts once. Any number of relays may run side by side:
 * each takes jobs that no other one has taken.
 * Thread-safe.
 */
public final class OutboxRelay {

    /** How long a message may be on its way before it counts as lost; far above any publish timeout. */
    public static final Duration DEFAULT_DELAY = Duration.ofMinutes(1);

    private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final int BATCH = 50;

    private final JobStore jobs;
    private final VideoStore videos;
    private final JobQueue queue;
    private final Duration delay;
    private final InstantSource clock;
    private final JobListener listener;

    /**
     * Makes a relay.
     *
     * @param jobs where jobs are kept
     * @param videos where their videos are kept
     * @param queue where to send them
     * @param delay how old a job must be, positive; see {@link #DEFAULT_DELAY}
     * @param clock tells the time
     * @param listener told of what is published, and of jobs that have to be failed
     */
    public OutboxRelay(
            JobStore jobs,
            VideoStore videos,
            JobQueue queue,
            Duration delay,
            InstantSource clock,
            JobListener listener) {
        this.jobs = jobs;
        this.videos = videos;
        this.queue = queue;
        this.delay = delay;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * Looks at intervals, until the result is closed.
     *
     * @param scheduler calls back
     * @param executor does the work, which blocks on store and queue
     */
    public Periodic start(Scheduler scheduler, Executor executor) {
        return Periodic.start(delay, scheduler, executor, () -> {
            run();
            return true;
        });
    }

    /**
     * Sends what there is, one after the other, until nothing is left or the queue does not take one.
     *
     * @return how many jobs were sent
     */
    public int run() {
        int sent = 0;
        // One moment for the whole run: what was taken in it is not taken in it again, however long it lasts.
        Instant began = clock.instant();
        List<RecognitionJob> batch = take(began);
        while (!batch.isEmpty()) {
            for (RecognitionJob job : batch) {
                Attempt attempt = trySending(job);
                if (attempt == Attempt.QUEUE_AWAY) {
                    // What was taken is looked at again with the next run, which is soon enough.
                    return sent;
                }
                sent += attempt == Attempt.SENT ? 1 : 0;
            }
            batch = take(began);
        }
        return sent;
    }

    private List<RecognitionJob> take(Instant began) {
        return jobs.takeUnpublished(began.minus(delay), began, clock.instant().plus(delay), BATCH);
    }

    /** One job that can not be looked at must not keep the others from being sent. */
    private Attempt trySending(RecognitionJob job) {
        try {
            return send(job);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Job " + job.id() + " could not be sent again; it will be tried later", e);
            return Attempt.FAILED;
        }
    }

    private Attempt send(RecognitionJob job) {
        Optional<Video> video = videos.find(job.id());
        if (video.isEmpty()) {
            return fail(job.id(), "The video got lost before it was queued");
        }
        PublishOutcome outcome = queue.publish(
                        new JobMessage(job.id(), job.userId(), job.expectedAction(), video.get()))
                .join();
        Listeners.tell(listener, told -> told.published(job.id(), outcome, Duration.ZERO));
        if (outcome instanceof Confirmed) {
            jobs.markPublished(job.id(), clock.instant());
            return Attempt.SENT;
        }
        if (outcome instanceof TooLarge) {
            Attempt failed = fail(job.id(), "The video is too large to be queued");
            videos.delete(job.id());
            return failed;
        }
        return Attempt.QUEUE_AWAY;
    }

    private Attempt fail(JobId id, String error) {
        if (jobs.failQueued(id, error, clock.instant())) {
            Listeners.tell(listener, told -> told.ended(id, JobStatus.FAILED, 0, Duration.ZERO));
        }
        return Attempt.FAILED;
    }

    private enum Attempt {
        SENT,
        FAILED,
        QUEUE_AWAY
    }
}
