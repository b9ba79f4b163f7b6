package io.github.klibras.core.job;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The end of a job, after it has been stored.
 *
 * @param id the job
 * @param status how it ended
 * @param awardedPoints what its owner was paid, 0 or more
 * @param elapsed how long the last attempt took; zero if no worker was at it
 * @param model which model judged the video, as {@link RecognitionResult#model()} says it; {@code null} if none did
 */
public record JobEnd(
        JobId id,
        JobStatus status,
        int awardedPoints,
        Duration elapsed,
        @Nullable String model) {

    /** Makes the end of a job that no worker was at: nothing was judged and nothing was paid. */
    public JobEnd(JobId id, JobStatus status) {
        this(id, status, 0, Duration.ZERO, null);
    }
}
