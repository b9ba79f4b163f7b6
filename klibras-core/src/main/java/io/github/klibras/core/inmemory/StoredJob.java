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
 * @param token the fencing token of the last claim
 * @param leaseUntil until when that claim holds, if the job runs
 */
record StoredJob(RecognitionJob job, long token, @Nullable Instant leaseUntil) {

    static StoredJob queued(NewJob job) {
        return new StoredJob(
                new RecognitionJob(
                        job.id(),
                        job.userId(),
                        job.expectedAction(),
                        JobStatus.QUEUED,
                        0,
                        null,
                        0,
                        null,
                        job.createdAt().truncatedTo(ChronoUnit.MICROS),
                        null),
                0,
                null);
    }

    boolean heldBy(Claim claim) {
        return job.status() == JobStatus.RUNNING && token == claim.token();
    }

    Claim claim() {
        return new Claim(job.id(), token, job.userId(), job.expectedAction(), job.attempts());
    }

    StoredJob claimed(Instant until) {
        return new StoredJob(with(JobStatus.RUNNING, job.attempts() + 1), token + 1, until);
    }

    StoredJob renewed(Instant until) {
        return new StoredJob(job, token, until);
    }

    StoredJob released() {
        return new StoredJob(with(JobStatus.QUEUED, job.attempts()), token, null);
    }

    StoredJob completed(Completed outcome, int awardedPoints, Instant now) {
        return ended(JobStatus.COMPLETED, outcome.result().recognition(), awardedPoints, null, now);
    }

    StoredJob failed(String error, Instant now) {
        return ended(JobStatus.FAILED, null, 0, error, now);
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
        return new StoredJob(
                new RecognitionJob(
                        job.id(),
                        job.userId(),
                        job.expectedAction(),
                        status,
                        job.attempts(),
                        recognition,
                        awardedPoints,
                        error,
                        job.createdAt(),
                        now.truncatedTo(ChronoUnit.MICROS)),
                token,
                null);
    }
}
