package io.github.klibras.core.housekeeping;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.internal.Numbers;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.job.internal.JobEndings;
import io.github.klibras.core.job.internal.NoTransaction;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import io.github.klibras.core.queue.PublishOutcome.Unavailable;
import io.github.klibras.core.service.JobListener;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Resends jobs whose message was never confirmed, because the process died or the queue was unavailable between storing
 * the job and getting the queue's answer. Needs a {@link VideoStore}, since the video is nowhere else.
 *
 * <p>A job may thus be sent twice; workers make sure that it counts once. Any number of relays may run concurrently:
 * each takes jobs that no other one has taken. A job that the queue refuses is postponed by its current age, at most an
 * hour, and does not hold up the others; only if the queue is unavailable do all wait for the next run.
 *
 * <p>Thread-safe.
 */
public final class OutboxRelay {

    /** How long a message may be on its way before it counts as lost; far above any publish timeout. */
    public static final Duration DEFAULT_DELAY = Duration.ofMinutes(1);

    /** How often the relay runs: once the queue is back, the first job waits at most this long. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = System.getLogger(OutboxRelay.class.getName());
    private static final int BATCH = 50;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** So many failures in a row are blamed on the queue, not the jobs: the run ends, and these jobs are postponed. */
    private static final int FAILURES_IN_A_ROW = 3;

    private final JobStore jobs;
    private final VideoStore videos;
    private final JobQueue queue;
    private final Duration delay;
    private final Duration interval;
    private final InstantSource clock;
    private final Ticker ticker;
    private final JobListener listener;
    private final JobEndings endings;

    private OutboxRelay(Builder builder) {
        this.jobs = builder.jobs;
        this.videos = builder.videos;
        this.queue = builder.queue;
        this.delay = builder.delay;
        this.interval = builder.interval;
        this.clock = builder.clock;
        this.ticker = builder.ticker;
        this.listener = builder.listener;
        this.endings = new JobEndings(
                jobs,
                videos::delete,
                Listeners.notifying(listener, JobListener::ended),
                AwardListener.NONE,
                builder.random);
    }

    /**
     * Returns a builder. The relay closes none of its arguments.
     *
     * @param jobs where jobs are kept
     * @param videos where their videos are kept
     * @param queue where to send jobs
     */
    public static Builder builder(JobStore jobs, VideoStore videos, JobQueue queue) {
        return new Builder(jobs, videos, queue);
    }

    /**
     * Runs periodically until the result is closed.
     *
     * @param scheduler calls back
     * @param executor runs the work, which blocks on store and queue
     */
    public Periodic start(Scheduler scheduler, Executor executor) {
        return Periodic.start(interval, scheduler, executor, () -> {
            run();
            return true;
        });
    }

    /**
     * Sends pending jobs one by one until none is left or the queue is unavailable. Not for use within a transaction.
     *
     * @return how many jobs were sent
     * @throws IllegalStateException within a transaction
     */
    public int run() {
        endings.settle();
        // One time for the whole run, so that no job is taken twice in it, however long it lasts.
        Instant began = clock.instant();
        int sent = 0;
        int failuresInARow = 0;
        // Only one job at first: if the queue is unavailable, the others need not be taken and given back.
        List<RecognitionJob> batch = take(began, 1);
        // It would send messages of jobs that are not visible to others yet, and others would send the same ones.
        NoTransaction.require(jobs, "relay");
        while (!batch.isEmpty()) {
            for (int i = 0; i < batch.size(); i++) {
                Attempt attempt = trySending(batch.get(i));
                sent += attempt == Attempt.SENT ? 1 : 0;
                failuresInARow = attempt == Attempt.FAILED ? failuresInARow + 1 : 0;
                if (attempt == Attempt.QUEUE_UNAVAILABLE) {
                    giveBack(batch.subList(i, batch.size()), began);
                    return sent;
                }
                if (failuresInARow == FAILURES_IN_A_ROW) {
                    giveBack(batch.subList(i + 1, batch.size()), began);
                    return sent;
                }
            }
            batch = take(began, BATCH);
        }
        return sent;
    }

    private List<RecognitionJob> take(Instant began, int limit) {
        return jobs.takeUnpublished(began.minus(delay), began, clock.instant().plus(delay), limit);
    }

    private void giveBack(Collection<RecognitionJob> untried, Instant now) {
        if (!untried.isEmpty()) {
            jobs.holdBack(untried.stream().map(RecognitionJob::id).toList(), now);
        }
    }

    /** Tries to send a job; a failure must not keep the others from being sent. */
    private Attempt trySending(RecognitionJob job) {
        Attempt attempt;
        try {
            attempt = send(job);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Job " + job.id() + " could not be sent again; it will be tried later", e);
            attempt = Attempt.FAILED;
        }
        if (attempt == Attempt.FAILED) {
            postpone(job);
        }
        return attempt;
    }

    private Attempt send(RecognitionJob job) {
        Optional<Video> video = videos.find(job.id());
        if (video.isEmpty()) {
            return end(job.id(), "The video got lost before it was queued");
        }
        long started = ticker.nanoTime();
        PublishOutcome outcome = queue.publish(
                        new JobMessage(job.id(), job.userId(), job.expectedAction(), video.get()))
                .join();
        Duration elapsed = Duration.ofNanos(ticker.nanoTime() - started);
        Listeners.notify(listener, l -> l.published(job.id(), outcome, elapsed));
        if (outcome instanceof Confirmed) {
            jobs.markPublished(job.id());
            return Attempt.SENT;
        }
        if (outcome instanceof TooLarge) {
            return end(job.id(), JobEndings.TOO_LARGE);
        }
        return outcome instanceof Unavailable ? Attempt.QUEUE_UNAVAILABLE : Attempt.FAILED;
    }

    private Attempt end(JobId id, String error) {
        endings.endQueued(id, JobStatus.FAILED, error, clock.instant());
        return Attempt.ENDED;
    }

    private void postpone(RecognitionJob job) {
        Instant now = clock.instant();
        Duration age = Duration.between(job.createdAt(), now);
        Duration pause = age.compareTo(LONGEST_PAUSE) < 0 ? age : LONGEST_PAUSE;
        try {
            jobs.holdBack(List.of(job.id()), now.plus(pause.compareTo(delay) < 0 ? delay : pause));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "A job could not be postponed; it stays held back as it was when taken", e);
        }
    }

    private enum Attempt {
        SENT,
        ENDED,
        FAILED,
        QUEUE_UNAVAILABLE
    }

    /** Settings of a relay. */
    public static final class Builder {

        private final JobStore jobs;
        private final VideoStore videos;
        private final JobQueue queue;
        private Duration delay = DEFAULT_DELAY;
        private Duration interval = DEFAULT_INTERVAL;
        private InstantSource clock = InstantSource.system();
        private Ticker ticker = Ticker.system();
        private JobListener listener = JobListener.NONE;
        private RandomGenerator random = new SecureRandom();

        private Builder(JobStore jobs, VideoStore videos, JobQueue queue) {
            this.jobs = jobs;
            this.videos = videos;
            this.queue = queue;
        }

        /**
         * Sets how old a job must be before it is resent if the queue has not answered, since its message may still be
         * on its way; positive. A job that the queue has refused does not wait that long. Default: {@link
         * #DEFAULT_DELAY}.
         */
        public Builder delay(Duration delay) {
            this.delay = delay;
            return this;
        }

        /** Sets how often the relay runs, positive. Default: {@link #DEFAULT_INTERVAL}. */
        public Builder interval(Duration interval) {
            this.interval = interval;
            return this;
        }

        /** Sets the clock. Default: the system clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Sets the ticker that measures how long publishing takes. Default: {@link Ticker#system()}. */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /** Sets the listener for published messages and jobs that the relay has to fail; none by default. */
        public Builder listener(JobListener listener) {
            this.listener = listener;
            return this;
        }

        /** Sets the generator of the keys of endings; must be thread-safe. Default: a {@link SecureRandom}. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        /**
         * Creates the relay.
         *
         * @throws InvalidInputException if a duration is not positive
         */
        public OutboxRelay build() {
            Numbers.positive("delay of the relay", delay);
            Numbers.positive("interval of the relay", interval);
            return new OutboxRelay(this);
        }
    }
}
