package io.github.klibras.core.job;

import org.jspecify.annotations.Nullable;

/**
 * A worker's right to a job until its lease runs out.
 *
 * @param jobId the job
 * @param token the fencing token: higher for each claim of the job, so that only the last one can finish it
 * @param userId the owner of the job
 * @param expectedAction the video key, at that time, of the sign that the owner was asked to show
 * @param signId that sign; {@code null} if the job was not submitted by this library
 * @param attempt 1 for the first claim of the job
 */
public record Claim(
        JobId jobId,
        long token,
        long userId,
        String expectedAction,
        @Nullable Long signId,
        int attempt) {}
