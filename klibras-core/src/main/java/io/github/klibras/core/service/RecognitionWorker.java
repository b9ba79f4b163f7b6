package io.github.klibras.core.service;

import io.github.klibras.core.UnstorableException;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.ClaimResult.Claimed;
import io.github.klibras.core.job.ClaimResult.LeasedElsewhere;
import io.github.klibras.core.job.ClaimResult.NoSuchJob;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.FinishResult.Superseded;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.job.internal.JobEndings;
import io.github.klibras.core.job.internal.NoTransaction;
import io.github.klibras.core.job.internal.Settler;
import io.github.klibras.core.landmark.LandmarkExtractor;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.model.Lease;
import io.github.klibras.core.model.ModelHolder;
import io.github.klibras.core.model.ModelUnavailableException;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.queue.Disposition;
import io.github.klibras.core.queue.Disposition.Done;
import io.github.klibras.core.queue.Disposition.Park;
import io.github.klibras.core.queue.Disposition.RetryAfter;
import io.github.klibras.core.queue.JobHandler;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.MalformedMessageException;
import io.github.klibras.core.queue.MissingVideoException;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.RecognitionPolicy;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.core.user.UserStore;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Worker that turns videos into results and awards.
 *
 * <p>The worker claims the job, extracts the landmarks, classifies them, and stores the result together with the award.
 * A video that cannot be read fails the job permanently; after any other problem, the job is released for another
 * attempt, up to the configured maximum. Messages may come twice, and workers may die at any point: the claim's fencing
 * token makes sure that only one outcome counts.
 *
 * <p>Thread-safe; one worker serves any number of threads. Must not be called within a transaction, which would hide
 * the claim from all others: its methods throw {@link IllegalStateException} there.
 */
public final class RecognitionWorker implements JobHandler {

    private static final Logger LOG = System.getLogger(RecognitionWorker.class.getName());

    /** How long after another worker's lease a message is redelivered; after a lost claim, how long from now. */
    private static final Duration AFTER_FOREIGN_LEASE = Duration.ofMillis(500);

    private final JobStore jobs;
    private final ModelHolder<? extends SignClassifier> classifier;
    private final Recognizer recognizer;
    private final UnknownJobs unknownJobs;
    private final WorkerConfig config;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final Executor heartbeatExecutor;
    private final JobListener listener;
    private final JobEndings endings;

    private RecognitionWorker(Builder builder) {
        this.jobs = builder.jobs;
        this.classifier = builder.classifier;
        this.recognizer =
                new Recognizer(builder.catalog, builder.extractor, builder.bundle, builder.policy, builder.scheduler);
        this.unknownJobs = new UnknownJobs(builder.config.unknownJobPatience(), builder.parkForUsers, builder.listener);
        this.config = builder.config;
        this.clock = builder.clock;
        this.scheduler = builder.scheduler;
        this.heartbeatExecutor = builder.heartbeatExecutor;
        this.listener = builder.listener;
        this.endings = new JobEndings(
                jobs,
                builder.videoDeleter,
                Listeners.notifying(listener, JobListener::ended),
                builder.awards,
                builder.random);
        Settler.settle(endings, scheduler, heartbeatExecutor);
    }

    /**
     * Returns a builder. The worker closes none of its arguments.
     *
     * @param jobs where jobs are kept, and owners are paid
     * @param catalog where signs are looked up; from the same family of stores
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
        // Before the claim: a missing model must not cost the job an attempt.
        try (Lease<? extends SignClassifier> model = classifier.acquire()) {
            recognizer.prepare(message.video(), model.model());
            return handle(message, delivery, model.model());
        } catch (ModelUnavailableException e) {
            LOG.log(Level.WARNING, "Job " + message.jobId() + " waits for its models", e);
            return new RetryAfter(config.retryBackoff().delay(delivery));
        } catch (CancellationException e) {
            LOG.log(Level.INFO, "Preparing job {0} was cancelled; its message is retried later", message.jobId());
            return new RetryAfter(config.retryBackoff().delay(delivery));
        }
    }

    private Disposition handle(JobMessage message, int delivery, SignClassifier model) {
        Instant now = clock.instant();
        ClaimResult result = jobs.claim(message.jobId(), now, now.plus(config.lease()));
        // In a transaction, others could not see the claim, and heartbeats would wait for its row until the lease ends.
        NoTransaction.require(jobs, "worker");
        if (result instanceof Claimed claimed) {
            return work(claimed.claim(), message.video(), model);
        }
        if (result instanceof LeasedElsewhere leased) {
            return afterForeignLease(now, leased.until());
        }
        if (result instanceof NoSuchJob) {
            return unknownJobs.met(message.jobId(), OptionalLong.of(message.userId()), delivery);
        }
        // The process that ended the job may have died before deleting the video.
        endings.deleteVideo(message.jobId());
        return new Done();
    }

    @Override
    public Disposition handleMalformed(MalformedMessageException problem, int delivery) {
        String reason = String.valueOf(problem.getMessage());
        if (problem.jobId().isEmpty()) {
            return new Park(reason);
        }
        JobId id = problem.jobId().get();
        boolean ended = endings.endQueued(
                id, JobStatus.FAILED, "The message of this job is damaged: " + reason, clock.instant());
        NoTransaction.require(jobs, "worker");
        if (ended) {
            return new Park(reason);
        }
        Optional<RecognitionJob> job = jobs.find(id);
        if (job.isEmpty()) {
            return unknownJobs.met(id, OptionalLong.empty(), delivery);
        }
        if (problem instanceof MissingVideoException) {
            // The worker that holds the job has its video, and deletes it when the job ends.
            return job.get().status().ended() ? new Done() : new RetryAfter(UnknownJobs.PAUSE);
        }
        return new Park(reason);
    }

    private static Disposition afterForeignLease(Instant now, Instant until) {
        Duration left = Duration.between(now, until);
        return new RetryAfter((left.isNegative() ? Duration.ZERO : left).plus(AFTER_FOREIGN_LEASE));
    }

    private Disposition work(Claim claim, Video video, SignClassifier model) {
        long started = scheduler.nanoTime();
        Listeners.notify(listener, l -> l.started(claim.jobId(), claim.attempt()));
        if (claim.attempt() > config.maxAttempts()) {
            return end(claim, new Failed("Given up after " + config.maxAttempts() + " attempts"), started);
        }
        JobOutcome outcome;
        try (Heartbeat heartbeat = new Heartbeat(jobs, claim, config, clock, scheduler, heartbeatExecutor)) {
            outcome = recognizer.recognize(claim, video, model, heartbeat);
        } catch (UnreadableVideoException e) {
            outcome = new Failed(String.valueOf(e.getMessage()));
        } catch (CancellationException e) {
            LOG.log(Level.INFO, "Attempt {0} at job {1} was cancelled", claim.attempt(), claim.jobId());
            return jobs.release(claim) ? released(claim) : superseded(claim.jobId());
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
        return jobs.release(claim) ? released(claim) : new RetryAfter(delayAfter(claim));
    }

    private Disposition released(Claim claim) {
        Duration delay = delayAfter(claim);
        Listeners.notify(listener, l -> l.retried(claim.jobId(), claim.attempt(), delay));
        return new RetryAfter(delay);
    }

    private Duration delayAfter(Claim claim) {
        return config.retryBackoff().delay(claim.attempt());
    }

    private Disposition end(Claim claim, JobOutcome outcome, long started) {
        Optional<FinishResult> result;
        try {
            result = endings.finish(
                    claim, outcome, clock.instant(), () -> Duration.ofNanos(scheduler.nanoTime() - started));
        } catch (UnstorableException e) {
            if (outcome instanceof Failed) {
                throw e;
            }
            LOG.log(Level.WARNING, "The outcome of job " + claim.jobId() + " can never be stored", e);
            return end(claim, new Failed("The result cannot be stored: " + e.getMessage()), started);
        }
        if (result.isEmpty()) {
            return released(claim);
        }
        return result.get() instanceof Superseded ? superseded(claim.jobId()) : new Done();
    }

    /** Handles a lost claim. The message is done only if the job has ended, since its new worker may still die. */
    private Disposition superseded(JobId id) {
        LOG.log(Level.INFO, "The claim on job {0} was lost; this attempt has no effect", id);
        boolean open = jobs.find(id).filter(job -> !job.status().ended()).isPresent();
        return open ? new RetryAfter(AFTER_FOREIGN_LEASE) : new Done();
    }

    /** Builder of a {@link RecognitionWorker}. Not thread-safe. */
    public static final class Builder {

        private final JobStore jobs;
        private final CatalogStore catalog;
        private final LandmarkExtractor extractor;
        private final ModelHolder<? extends SignClassifier> classifier;
        private final Scheduler scheduler;
        private @Nullable RecognitionPolicy policy;
        private @Nullable ModelBundle bundle;
        private WorkerConfig config = WorkerConfig.defaults();
        private InstantSource clock = InstantSource.system();
        private Executor heartbeatExecutor = Runnable::run;
        private @Nullable UserStore parkForUsers;
        private Consumer<JobId> videoDeleter = id -> {};
        private JobListener listener = JobListener.NONE;
        private RandomGenerator random = new SecureRandom();
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
         * Sets the bundle that determines preprocessing and threshold, for a classifier that does not know its bundle.
         * Pass {@link ModelBundle#verifyClassifier} to the model holder as warm-up. Default: the bundle from {@link
         * SignClassifier#bundle()}, or else {@link SignClassifier#request()}.
         */
        public Builder bundle(ModelBundle bundle) {
            this.bundle = bundle;
            return this;
        }

        /**
         * Sets when a sign counts as shown. Default: the bundle's policy, or else {@link RecognitionPolicy#defaults()}.
         */
        public Builder policy(RecognitionPolicy policy) {
            this.policy = policy;
            return this;
        }

        /** Sets leases and attempts. Default: {@link WorkerConfig#defaults()}. */
        public Builder config(WorkerConfig config) {
            this.config = config;
            return this;
        }

        /** Sets the clock for leases and results. Default: the system clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets where leases are renewed, which may block on a slow store. Default: the scheduler's thread, which should
         * then run nothing urgent.
         */
        public Builder heartbeatExecutor(Executor heartbeatExecutor) {
            this.heartbeatExecutor = heartbeatExecutor;
            return this;
        }

        /** Sets where videos are kept, so that they are deleted when their job ends. Default: they are not kept. */
        public Builder videos(VideoStore videos) {
            this.videoDeleter = videos::delete;
            return this;
        }

        /**
         * Parks messages whose job does not appear, if the user named in them exists. Use it where an API of the Python
         * service publishes to the same queue: it publishes a job before storing it, and if storing fails, the message
         * is all that is left of the submission. Default: such messages are dropped, since nothing may remain of a job
         * that was deleted with its account.
         */
        public Builder parkUnknownJobs(UserStore users) {
            this.parkForUsers = users;
            return this;
        }

        /** Sets the listener for job events; none by default. */
        public Builder listener(JobListener listener) {
            this.listener = listener;
            return this;
        }

        /** Sets the listener for awards; none by default. */
        public Builder awards(AwardListener awards) {
            this.awards = awards;
            return this;
        }

        /** Sets the generator of the keys of endings; must be thread-safe. Default: a {@link SecureRandom}. */
        public Builder random(RandomGenerator random) {
            this.random = random;
            return this;
        }

        public RecognitionWorker build() {
            return new RecognitionWorker(this);
        }
    }
}
