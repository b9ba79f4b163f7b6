package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The row of a job.
 *
 * @param job the job as its owner sees it
 * @param idempotencyKey the owner's own name for the submission
 * @param sendAfter when its message may be sent again; {@link Instant#MAX} once the queue has confirmed it, {@code
 *     null} while nothing is known about it
 * @param token the fencing token of the last claim
 * @param leaseUntil until when that claim holds, if the job runs
 * @param endingKey the key under which it was ended, if it was ended without a claim
 * @param granted whether the sign was paid, possibly with no points
 */
record StoredJob(
        RecognitionJob job,
        @Nullable String idempotencyKey,
        @Nullable Instant sendAfter,
        long token,
        @Nullable Instant leaseUntil,
        @Nullable Long endingKey,
        boolean granted) {

    static StoredJob queued(NewJob job) {
        RecognitionJob queued = new RecognitionJob(
                job.id(),
                job.userId(),
                job.expectedAction(),
                job.signId(),
                JobStatus.QUEUED,
                0,
                null,
                null,
                null,
                0,
                null,
                job.createdAt().truncatedTo(ChronoUnit.MICROS),
                null);
        return new StoredJob(queued, job.idempotencyKey(), null, 0, null, null, false);
    }

    boolean is(JobStatus status) {
        return job.status() == status;
    }

    boolean heldBy(Claim claim) {
        return is(JobStatus.RUNNING) && isLastClaim(claim);
    }

    private boolean isLastClaim(Claim claim) {
        return token == claim.token() && job.userId() == claim.userId();
    }

    /** Returns whether this very claim has ended the job with this very outcome. */
    boolean wasEndedBy(Claim claim, JobOutcome outcome) {
        if (!isLastClaim(claim)) {
            return false;
        }
        if (outcome instanceof Failed failed) {
            return is(JobStatus.FAILED) && endingKey == null && failed.error().equals(job.error());
        }
        Recognition recognition = ((Completed) outcome).result().recognition();
        return is(JobStatus.COMPLETED) && recognition.equals(job.recognition());
    }

    boolean wasEndedBy(long key) {
        return endingKey != null && endingKey == key;
    }

    boolean leaseRanOutBefore(Instant moment) {
        return is(JobStatus.RUNNING) && leaseUntil != null && leaseUntil.isBefore(moment);
    }

    boolean endedBefore(Instant moment) {
        Instant ended = job.endedAt();
        return ended != null && ended.isBefore(moment);
    }

    Claim claim() {
        return new Claim(job.id(), token, job.userId(), job.expectedAction(), job.signId(), job.attempts());
    }

    StoredJob claimed(Instant until) {
        RecognitionJob running = with(JobStatus.RUNNING, job.attempts() + 1, null);
        return new StoredJob(
                running, idempotencyKey, sendAfter, token + 1, until.truncatedTo(ChronoUnit.MICROS), endingKey, false);
    }

    StoredJob renewed(Instant until, @Nullable JobProgress progress) {
        RecognitionJob running = with(JobStatus.RUNNING, job.attempts(), progress == null ? job.progress() : progress);
        return new StoredJob(
                running, idempotencyKey, sendAfter, token, until.truncatedTo(ChronoUnit.MICROS), endingKey, false);
    }

    StoredJob released() {
        return new StoredJob(
                with(JobStatus.QUEUED, job.attempts(), null), idempotencyKey, sendAfter, token, null, endingKey, false);
    }

    /** Returns whether the message is due; while nothing is known about it, only the job's age tells. */
    boolean isToBeSentAt(Instant moment, Instant createdBefore) {
        return sendAfter == null ? job.createdAt().isBefore(createdBefore) : !sendAfter.isAfter(moment);
    }

    StoredJob heldBackUntil(Instant until) {
        return Instant.MAX.equals(sendAfter) ? this : sendingAfter(until.truncatedTo(ChronoUnit.MICROS));
    }

    StoredJob withPublished() {
        return sendingAfter(Instant.MAX);
    }

    private StoredJob sendingAfter(Instant moment) {
        return new StoredJob(job, idempotencyKey, moment, token, leaseUntil, endingKey, granted);
    }

    /**
     * Returns the row of a job with a result.
     *
     * @param granted the award, if any
     */
    StoredJob completed(Completed outcome, @Nullable Granted granted, Instant now) {
        return ended(JobStatus.COMPLETED, outcome, granted, null, now, null);
    }

    StoredJob failed(String error, Instant now) {
        return ended(JobStatus.FAILED, null, null, error, now, null);
    }

    StoredJob endedWithoutClaim(JobStatus status, String error, Instant now, long key) {
        return ended(status, null, null, error, now, key);
    }

    private RecognitionJob with(JobStatus status, int attempts, @Nullable JobProgress progress) {
        return new RecognitionJob(
                job.id(),
                job.userId(),
                job.expectedAction(),
                job.signId(),
                status,
                attempts,
                progress,
                null,
                null,
                0,
                null,
                job.createdAt(),
                null);
    }

    private StoredJob ended(
            JobStatus status,
            @Nullable Completed outcome,
            @Nullable Granted granted,
            @Nullable String error,
            Instant now,
            @Nullable Long key) {
        RecognitionJob ended = new RecognitionJob(
                job.id(),
                job.userId(),
                job.expectedAction(),
                job.signId(),
                status,
                job.attempts(),
                job.progress(),
                outcome == null ? null : outcome.result().recognition(),
                outcome == null ? null : outcome.result().model(),
                granted == null ? 0 : granted.points(),
                error,
                job.createdAt(),
                now.truncatedTo(ChronoUnit.MICROS));
        return new StoredJob(ended, idempotencyKey, sendAfter, token, null, key, granted != null);
    }
}
