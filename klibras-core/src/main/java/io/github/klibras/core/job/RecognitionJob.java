package io.github.klibras.core.job;

import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A job as its owner may see it.
 *
 * @param id the job's id
 * @param userId the owner
 * @param expectedAction the video key, at that time, of the sign that the owner was asked to show
 * @param signId that sign; {@code null} if the job was not submitted by this library
 * @param status the job's status
 * @param attempts how often a worker has begun it
 * @param progress the worker's progress, updated about once a second; {@code null} if none was reported
 * @param recognition what the video shows; present if and only if the job is {@link JobStatus#COMPLETED}
 * @param model the model that judged the video, as in {@link RecognitionResult#model()}; {@code null} if none did or it
 *     has no id
 * @param awardedPoints points paid for it; 0 while it runs, if the sign was not shown, or if the owner knew it before
 * @param error why there is no result; present if and only if the job ended without one
 * @param createdAt when it was submitted
 * @param endedAt when it ended; present if and only if it has
 */
public record RecognitionJob(
        JobId id,
        long userId,
        String expectedAction,
        @Nullable Long signId,
        JobStatus status,
        int attempts,
        @Nullable JobProgress progress,
        @Nullable Recognition recognition,
        @Nullable String model,
        int awardedPoints,
        @Nullable String error,
        Instant createdAt,
        @Nullable Instant endedAt) {}
