package io.github.klibras.core.job;

/**
 * A worker's right to a job until its lease runs out.
 *
 * @param jobId the job
 * @param token the fencing token: higher for each claim of the job, so that only the last one can finish it
 * @param userId the owner of the job
 * @param expectedAction the video key of the sign that the owner was asked to show
 * @param attempt 1 for the first claim of the job
 */
public record Claim(JobId jobId, long token, long userId, String expectedAction, int attempt) {}
