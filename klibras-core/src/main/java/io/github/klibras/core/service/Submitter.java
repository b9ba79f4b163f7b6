package io.github.klibras.core.service;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.job.internal.JobEndings;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.queue.JobMessage;
import io.github.klibras.core.queue.JobQueue;
import io.github.klibras.core.queue.PublishOutcome;
import io.github.klibras.core.queue.PublishOutcome.Confirmed;
import io.github.klibras.core.queue.PublishOutcome.TooLarge;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Takes a video from its learner to the queue: stores the video, then the job, then sends the message, so that no
 * worker gets a message without a job. The queue's answer is recorded. Thread-safe.
 */
final class Submitter {

    private static final Logger LOG = System.getLogger(RecognitionService.class.getName());
    private static final String NOT_QUEUED = "The video could not be queued";

    private final CatalogStore catalog;
    private final JobStore jobs;
    private final JobQueue queue;
    private final @Nullable VideoStore videos;
    private final int openLimit;
    private final Executor executor;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final JobListener listener;
    private final JobEndings endings;

    Submitter(RecognitionService.Builder service, JobEndings endings) {
        this.catalog = service.catalog;
        this.jobs = service.jobs;
        this.queue = service.queue;
        this.videos = service.videos;
        this.openLimit = service.openLimit;
        this.executor = service.executor;
        this.clock = service.clock;
        this.ticker = service.ticker;
        this.random = service.random;
        this.listener = service.listener;
        this.endings = endings;
    }

    /** See {@link RecognitionService#submit(long, String, Video, String)}. */
    CompletableFuture<Submission> submit(
            long userId, String expectedAction, Video video, @Nullable String idempotencyKey) {
        NewJob job = new NewJob(JobId.random(random), userId, expectedAction, null, clock.instant(), idempotencyKey);
        Optional<Sign> sign = catalog.findSignByVideoKey(expectedAction);
        if (sign.isEmpty()) {
            return CompletableFuture.completedFuture(new Submission.UnknownSign(expectedAction));
        }
        JobMessage message = new JobMessage(job.id(), userId, expectedAction, video);
        Optional<TooLarge> tooLarge = queue.tooLarge(message);
        if (tooLarge.isPresent()) {
            return CompletableFuture.completedFuture(refused(tooLarge.get()));
        }
        JobInsertion insertion = store(job.ofSign(sign.get().id()), video);
        if (!(insertion instanceof JobInsertion.Inserted)) {
            endings.deleteVideo(job.id());
            return CompletableFuture.completedFuture(refused(insertion));
        }
        return jobs.awaitsCommit() ? CompletableFuture.completedFuture(sendAfterCommit(message)) : send(message);
    }

    private CompletableFuture<Submission> send(JobMessage message) {
        JobId id = message.jobId();
        Listeners.notify(listener, l -> l.submitted(id, message.userId()));
        long started = ticker.nanoTime();
        return publish(message)
                .thenApplyAsync(
                        outcome -> published(id, outcome, Duration.ofNanos(ticker.nanoTime() - started)), executor);
    }

    /** Sends the message after the commit; waiting for the queue here would keep the caller from committing. */
    private Submission sendAfterCommit(JobMessage message) {
        JobId id = message.jobId();
        if (!jobs.afterCommit(() -> sendUnwatched(message))) {
            if (videos == null) {
                jobs.delete(List.of(id));
                throw new IllegalStateException("The message of job " + id
                        + " would never be sent: the stores cannot observe the commit of this transaction, and no"
                        + " videos are kept from which a relay could send it");
            }
            jobs.holdBack(List.of(id), clock.instant());
        }
        return new Submission.Accepted(id);
    }

    /** Sends a message without reporting the result. An ending that could not be stored is settled later, as usual. */
    private void sendUnwatched(JobMessage message) {
        if (isRolledBack(message.jobId())) {
            return;
        }
        CompletableFuture<Submission> unused = send(message).whenComplete((submission, failure) -> {
            if (failure != null) {
                LOG.log(Level.WARNING, "The queue's answer for job " + message.jobId() + " is not stored", failure);
            }
        });
    }

    /**
     * Returns whether the caller has rolled back to a savepoint. If that is unknown, the message is sent: workers drop
     * it if it has no job.
     */
    private boolean isRolledBack(JobId id) {
        try {
            return jobs.find(id).isEmpty();
        } catch (StoreException e) {
            return false;
        }
    }

    /** Stores the video before the job, which could not be resent without it. */
    private JobInsertion store(NewJob job, Video video) {
        try {
            if (videos != null) {
                videos.put(job.id(), video);
            }
            return jobs.insert(job, openLimit);
        } catch (RuntimeException e) {
            // Nothing else refers to the video yet. If the job was stored after all, the relay will fail it.
            endings.deleteVideo(job.id());
            throw e;
        }
    }

    /** Publishes a message; a queue that throws has not accepted it. */
    private CompletableFuture<PublishOutcome> publish(JobMessage message) {
        try {
            return queue.publish(message).exceptionally(Submitter::unavailable);
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(unavailable(e));
        }
    }

    private static PublishOutcome unavailable(Throwable failure) {
        LOG.log(Level.WARNING, "Publishing a job failed", failure);
        return new PublishOutcome.Unavailable(
                "The queue failed: " + failure.getClass().getSimpleName());
    }

    private static Submission refused(TooLarge tooLarge) {
        return new Submission.TooLarge(tooLarge.size(), tooLarge.limit());
    }

    private static Submission refused(JobInsertion insertion) {
        if (insertion instanceof JobInsertion.SubmittedBefore before) {
            return new Submission.SubmittedBefore(before.job());
        }
        if (insertion instanceof JobInsertion.NoSuchUser unknown) {
            return new Submission.NoSuchUser(unknown.userId());
        }
        if (insertion instanceof JobInsertion.TooManyOpen tooMany) {
            return new Submission.TooManyOpen(tooMany.open(), tooMany.limit());
        }
        throw new IllegalStateException("Two jobs were given the same random id; the random generator is broken");
    }

    private Submission published(JobId id, PublishOutcome outcome, Duration elapsed) {
        Listeners.notify(listener, l -> l.published(id, outcome, elapsed));
        if (outcome instanceof Confirmed) {
            note(id, () -> jobs.markPublished(id));
            return new Submission.Accepted(id);
        }
        boolean tooLarge = outcome instanceof TooLarge;
        if (videos != null && !tooLarge) {
            sendLater(id, outcome);
            return new Submission.Accepted(id);
        }
        String error = tooLarge ? JobEndings.TOO_LARGE : NOT_QUEUED;
        if (!endings.endQueued(id, JobStatus.FAILED, error, clock.instant())) {
            // The message has arrived without being confirmed: a worker was faster than this answer.
            return new Submission.Accepted(id);
        }
        return tooLarge ? refused((TooLarge) outcome) : new Submission.NotQueued(id, outcome);
    }

    /** Lets the relay resend a refused message at once; others may still be on their way and wait for the delay. */
    private void sendLater(JobId id, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Unavailable || outcome instanceof PublishOutcome.Unroutable) {
            note(id, () -> jobs.holdBack(List.of(id), clock.instant()));
        }
    }

    /** Stores a hint for the relay; if that fails, the message is merely sent again. */
    private static void note(JobId id, Runnable note) {
        try {
            note.run();
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "The queue's answer for job " + id + " could not be stored", e);
        }
    }
}
