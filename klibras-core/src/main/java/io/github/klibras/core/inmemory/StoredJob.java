package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The row of a job.
 *
 * @param job what the owner sees
 * @param idempotencyKey the owner's own name for the submission
 * @param sendAfter from when on its message may be sent again; {@link Instant#MAX} once the queue has confirmed it
 * @param token the fencing token of the last claim
 * @param leaseUntil until when that claim holds, if the job runs
 */
record StoredJob(
        RecognitionJob job,
        @Nullable String idempotencyKey,
        Instant sendAfter,
        long token,
        @Nullable Instant leaseUntil) {

    static StoredJob queued(NewJob job) {
        RecognitionJob queued = new RecognitionJob(
                job.id(),
                job.userId(),
                job.expectedAction(),
                JobStatus.QUEUED,
                0,
                null,
                0,
                null,
                job.createdAt().truncatedTo(ChronoUnit.MICROS),
                null);
        return new StoredJob(queued, job.idempotencyKey(), Instant.MIN, 0, null);
    }

    boolean is(JobStatus status) {
        return job.status() == status;
    }

    boolean heldBy(Claim claim) {
        return is(JobStatus.RUNNING) && token == claim.token() && job.userId() == claim.userId();
    }

    boolean leaseRanOutBefore(Instant moment) {
        return is(JobStatus.RUNNING) && leaseUntil != null && leaseUntil.isBefore(moment);
    }

    boolean endedBefore(Instant moment) {
        Instant ended = job.endedAt();
        return ended != null && ended.isBefore(moment);
    }

    Claim claim() {
        return new Claim(job.id(), token, job.userId(), job.expectedAction(), job.attempts());
    }

    StoredJob claimed(Instant until) {
        return new StoredJob(
                with(JobStatus.RUNNING, job.attempts() + 1),
                idempotencyKey,
                sendAfter,
                token + 1,
                until.truncatedTo(ChronoUnit.MICROS));
    }

    StoredJob renewed(Instant until) {
        return new StoredJob(job, idempotencyKey, sendAfter, token, until.truncatedTo(ChronoUnit.MICROS));
    }

    StoredJob released() {
        return new StoredJob(with(JobStatus.QUEUED, job.attempts()), idempotencyKey, sendAfter, token, null);
    }

    boolean isToBeSentAt(Instant moment) {
        return !sendAfter.isAfter(moment);
    }

    /** Somebody else is at it until then. */
    StoredJob sentUntil(Instant until) {
        return sendAfter.equals(Instant.MAX)
                ? this
                : new StoredJob(job, idempotencyKey, until.truncatedTo(ChronoUnit.MICROS), token, leaseUntil);
    }

    StoredJob withPublished() {
        return new StoredJob(job, idempotencyKey, Instant.MAX, token, leaseUntil);
    }

    StoredJob completed(Completed outcome, int awardedPoints, Instant now) {
        return ended(JobStatus.COMPLETED, outcome.result().recognition(), awardedPoints, null, now);
    }

    StoredJob endedWithout(JobStatus status, String error, Instant now) {
        return ended(status, null, 0, error, now);
    }

    private RecognitionJob with(JobStatus status, int attempts) {
        return new RecognitionJob(
                job.id(), job.userId(), job.expectedAction(), status, attempts, null, 0, null, job.createdAt(), null);
    }

    private StoredJob ended(
            JobStatus status,
            @Nullable Recognition recognition,
            int awardedPoints,
            @Nullable String error,
            Instant now) {
        RecognitionJob ended = new RecognitionJob(
                job.id(),
                job.userId(),
                job.expectedAction(),
                status,
                job.attempts(),
                recognition,
                awardedPoints,
                error,
                job.createdAt(),
                now.truncatedTo(ChronoUnit.MICROS));
        return new StoredJob(ended, idempotencyKey, sendAfter, token, null);
    }
}
