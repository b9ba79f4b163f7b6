package io.github.klibras.core.job;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Periodic;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.ClaimResult.LeasedElsewhere;
import io.github.klibras.core.job.ClaimResult.NoSuchJob;
import io.github.klibras.core.job.Disposition.Done;
import io.github.klibras.core.job.Disposition.Park;
import io.github.klibras.core.job.Disposition.RetryAfter;
import io.github.klibras.core.job.FinishResult.Finished;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.landmark.ExtractedLandmarks;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.Lease;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.core.recognition.RecognitionPolicy;
import io.github.klibras.core.recognition.SignClassifier;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

/**
 * Turns videos into results and awards.
 *
 * <p>The worker claims the job, extracts the landmarks, classifies them, and stores the result together with the award.
 * A video that can not be read fails the job for good; any other problem gives the job back for another attempt, until
 * there have been enough. Messages may come twice, and workers may die at any point: the claim's fencing token lets one
 * outcome count.
 *
 * <p>Thread-safe; one worker serves any number of threads.
 */
public final class RecognitionWorker implements JobHandler {

    private static final Logger LOG = System.getLogger(RecognitionWorker.class.getName());

    /** A message whose job another worker holds comes back soon after that worker's lease has run out. */
    private static final Duration AFTER_FOREIGN_LEASE = Duration.ofMillis(500);

    private static final Duration UNKNOWN_JOB_PAUSE = Duration.ofSeconds(1);

    private static final int FINISH_ATTEMPTS = 3;

    private final JobStore jobs;
    private final CatalogStore catalog;
    private final LandmarkExtractor extractor;
    private final ModelHolder<? extends SignClassifier> classifier;
    private final RecognitionPolicy policy;
    private final UnaryOperator<LandmarkSequence> preprocessing;
    private final WorkerConfig config;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Executor heartbeatExecutor;
    private final @Nullable VideoStore videos;
    private final JobListener listener;
    private final AwardListener awards;

    private RecognitionWorker(Builder builder) {
        this.jobs = builder.jobs;
        this.catalog = builder.catalog;
        this.extractor = builder.extractor;
        this.classifier = builder.classifier;
        this.policy = builder.policy;
        this.preprocessing = builder.preprocessing;
        this.config = builder.config;
        this.clock = builder.clock;
        this.scheduler = builder.scheduler;
        this.heartbeatExecutor = builder.heartbeatExecutor;
        this.videos = builder.videos;
        this.listener = builder.listener;
        this.awards = builder.awards;
    }

    /**
     * Starts a worker, which will own none of what it is given.
     *
     * @param jobs where jobs are kept, and owners are paid
     * @param catalog where signs are looked up; of the same family of stores
     * @param extractor turns videos into landmarks
     * @param classifier the model; loaded with the first job
     * @param scheduler calls back for heartbeats, and measures how long things take
     */
    public static Builder builder(
            JobStore jobs,
            CatalogStore catalog,
            LandmarkExtractor extractor,
            ModelHolder<? extends SignClassifier> classifier,
            Scheduler scheduler) {
        return new Builder(jobs, catalog, extractor, classifier, scheduler);
    }

    @Override
    public Disposition handle(JobMessage message, int delivery) {
        // Before the claim: a model that is not there is no fault of the job's, and must not cost it an attempt.
        try (Lease<? extends SignClassifier> model = classifier.acquire()) {
            return handle(message, delivery, model.model());
        } catch (ModelUnavailableException e) {
            LOG.log(Level.WARNING, "Job " + message.jobId() + " waits for the model", e);
            return new RetryAfter(config.retryBackoff().delay(delivery));
        }
    }

    private Disposition handle(JobMessage message, int delivery, SignClassifier model) {
        Instant now = clock.instant();
        ClaimResult result = jobs.claim(message.jobId(), now, now.plus(config.lease()));
        if (result instanceof Claimed claimed) {
            return work(claimed.claim(), message.video(), model);
        }
        if (result instanceof LeasedElsewhere leased) {
            return afterForeignLease(now, leased.until());
        }
        if (result instanceof NoSuchJob) {
            return unknownJob("There is no job " + message.jobId(), delivery);
        }
        return new Done();
    }

    @Override
    public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
        String reason = String.valueOf(problem.getMessage());
        if (problem.jobId().isEmpty()) {
            return new Park(reason);
        }
        JobId id = problem.jobId().get();
        if (jobs.failQueued(id, "The message of this job is damaged: " + reason, clock.instant())) {
            announce(id, JobStatus.FAILED, 0, Duration.ZERO);
            return new Park(reason);
        }
        Optional<RecognitionJob> job = jobs.find(id);
        if (job.isEmpty()) {
            return unknownJob(reason, delivery);
        }
        if (problem instanceof MissingVideoException) {
            // Whoever is at the job has its video, and deletes it in the end.
            return job.get().status().ended() ? new Done() : new RetryAfter(UNKNOWN_JOB_PAUSE);
        }
        return new Park(reason);
    }

    private static Disposition afterForeignLease(Instant now, Instant until) {
        Duration left = Duration.between(now, until);
        return new RetryAfter((left.isNegative() ? Duration.ZERO : left).plus(AFTER_FOREIGN_LEASE));
    }

    /** A Python API publishes before it inserts: the job may appear. The pause is fixed, so that deliveries tell time. */
    private Disposition unknownJob(String reason, int delivery) {
        Duration waited = UNKNOWN_JOB_PAUSE.multipliedBy(delivery - 1L);
        return waited.compareTo(config.unknownJobPatience()) < 0 ? new RetryAfter(UNKNOWN_JOB_PAUSE) : new Park(reason);
    }

    private Disposition work(Claim claim, Video video, SignClassifier model) {
        long started = scheduler.nanoTime();
        Listeners.tell(listener, told -> told.started(claim.jobId(), claim.attempt()));
        if (claim.attempt() > config.maxAttempts()) {
            return end(claim, new Failed("Given up after " + config.maxAttempts() + " attempts"), started);
        }
        JobOutcome outcome;
        try (AutoCloseable heartbeat = startHeartbeat(claim, started)) {
            outcome = recognise(claim, video, model, started);
        } catch (UnreadableVideoException e) {
            outcome = new Failed(String.valueOf(e.getMessage()));
        } catch (Exception e) {
            LOG.log(Level.WARNING, "Attempt " + claim.attempt() + " at job " + claim.jobId() + " failed", e);
            if (claim.attempt() < config.maxAttempts()) {
                return retry(claim);
            }
            outcome = new Failed("Given up after " + claim.attempt() + " attempts");
        }
        return end(claim, outcome, started);
    }

    private Disposition retry(Claim claim) {
        Duration delay = config.retryBackoff().delay(claim.attempt());
        if (jobs.release(claim)) {
            Listeners.tell(listener, told -> told.retried(claim.jobId(), claim.attempt(), delay));
        }
        return new RetryAfter(delay);
    }

    private Periodic startHeartbeat(Claim claim, long started) {
        return Periodic.start(config.heartbeat(), scheduler, heartbeatExecutor, () -> {
            boolean inTime = scheduler.nanoTime() - started < config.maxRun().toNanos();
            return inTime && jobs.renew(claim, clock.instant().plus(config.lease()));
        });
    }

    private JobOutcome recognise(Claim claim, Video video, SignClassifier model, long started) {
        ExtractedLandmarks landmarks = extractor.extract(video, model.layout(), new FrameSampler(model.frames()));
        LandmarkSequence input = preprocessing.apply(landmarks.sequence());
        long extracted = scheduler.nanoTime();
        Prediction prediction = model.classify(input);
        long classified = scheduler.nanoTime();
        Recognition recognition = policy.judge(claim.expectedAction(), prediction);
        RecognitionResult result = new RecognitionResult(
                recognition,
                landmarks.framesExtracted(),
                landmarks.totalFrames(),
                Duration.ofNanos(extracted - started),
                Duration.ofNanos(classified - extracted),
                Duration.ofNanos(classified - started));
        return new Completed(result, signToAward(recognition));
    }

    private OptionalLong signToAward(Recognition recognition) {
        if (!recognition.found()) {
            return OptionalLong.empty();
        }
        Optional<Sign> sign = catalog.findSignByVideoKey(recognition.expected());
        return sign.map(found -> OptionalLong.of(found.id())).orElseGet(OptionalLong::empty);
    }

    private Disposition end(Claim claim, JobOutcome outcome, long started) {
        FinishResult result = finish(claim, outcome);
        if (result instanceof Finished finished) {
            int points = 0;
            if (finished.award().orElse(null) instanceof Granted granted) {
                points = granted.points();
                Listeners.tell(awards, told -> told.awarded(claim.userId(), granted));
            }
            JobStatus status = outcome instanceof Completed ? JobStatus.COMPLETED : JobStatus.FAILED;
            announce(claim.jobId(), status, points, Duration.ofNanos(scheduler.nanoTime() - started));
        } else {
            return superseded(claim.jobId());
        }
        return new Done();
    }

    /** A connection that broke may be the pool's last bad one; the outcome is worth a second and a third attempt. */
    private FinishResult finish(Claim claim, JobOutcome outcome) {
        for (int attempt = 1; ; attempt++) {
            try {
                return jobs.finish(claim, outcome, clock.instant());
            } catch (StoreException e) {
                if (attempt == FINISH_ATTEMPTS) {
                    throw e;
                }
                LOG.log(Level.WARNING, "Storing the outcome of job " + claim.jobId() + " failed; trying again", e);
            }
        }
    }

    /** The claim was lost. Only if the job has ended is its message done with: whoever took it over may die yet. */
    private Disposition superseded(JobId id) {
        LOG.log(Level.INFO, "The outcome of job {0} came too late and was dropped", id);
        boolean open = jobs.find(id).filter(job -> !job.status().ended()).isPresent();
        return open ? new RetryAfter(AFTER_FOREIGN_LEASE) : new Done();
    }

    private void announce(JobId id, JobStatus status, int awardedPoints, Duration elapsed) {
        Listeners.tell(listener, told -> told.ended(id, status, awardedPoints, elapsed));
        forgetVideo(id);
    }

    /** The outcome is stored; a video that is left over is deleted with its job, when that is purged. */
    private void forgetVideo(JobId id) {
        if (videos != null) {
            Listeners.tell(videos, store -> store.delete(id));
        }
    }

    /** Settings of a worker. */
    public static final class Builder {

        private final JobStore jobs;
        private final CatalogStore catalog;
        private final LandmarkExtractor extractor;
        private final ModelHolder<? extends SignClassifier> classifier;
        private final Scheduler scheduler;
        private RecognitionPolicy policy = RecognitionPolicy.defaults();
        private UnaryOperator<LandmarkSequence> preprocessing = UnaryOperator.identity();
        private WorkerConfig config = WorkerConfig.defaults();
        private InstantSource clock = InstantSource.system();
        private Executor heartbeatExecutor = Runnable::run;
        private @Nullable VideoStore videos;
        private JobListener listener = JobListener.NONE;
        private AwardListener awards = AwardListener.NONE;

        private Builder(
                JobStore jobs,
                CatalogStore catalog,
                LandmarkExtractor extractor,
                ModelHolder<? extends SignClassifier> classifier,
                Scheduler scheduler) {
            this.jobs = jobs;
            this.catalog = catalog;
            this.extractor = extractor;
            this.classifier = classifier;
            this.scheduler = scheduler;
        }

        /**
         * Treats landmarks as the model's bundle says, and counts signs by its threshold. Give
         * {@link ModelBundle#verifyClassifier} to the model holder as warm-up. Default: landmarks go to the model as
         * they are extracted.
         */
        public Builder bundle(ModelBundle bundle) {
            this.preprocessing = bundle::preprocess;
            return policy(bundle.policy());
        }

        /** When a sign counts as shown. Default: {@link RecognitionPolicy#defaults()}. */
        public Builder policy(RecognitionPolicy policy) {
            this.policy = policy;
            return this;
        }

        /** Leases and attempts. Default: {@link WorkerConfig#defaults()}. */
        public Builder config(WorkerConfig config) {
            this.config = config;
            return this;
        }

        /** Gives the times of leases and results. Default: the clock of the system. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Where leases are renewed, which may block on a slow store. Default: the thread of the scheduler, which then
         * should serve nobody who is in a hurry.
         */
        public Builder heartbeatExecutor(Executor heartbeatExecutor) {
            this.heartbeatExecutor = heartbeatExecutor;
            return this;
        }

        /** Where the videos of jobs are kept, to forget that of a job that has ended. Default: they are not kept. */
        public Builder videos(VideoStore videos) {
            this.videos = videos;
            return this;
        }

        /** Told what happens to jobs. Default: nobody. */
        public Builder listener(JobListener listener) {
            this.listener = listener;
            return this;
        }

        /** Told of awards. Default: nobody. */
        public Builder awards(AwardListener awards) {
            this.awards = awards;
            return this;
        }

        public RecognitionWorker build() {
            return new RecognitionWorker(this);
        }
    }
}
