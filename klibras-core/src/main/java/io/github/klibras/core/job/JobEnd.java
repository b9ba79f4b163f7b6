package io.github.klibras.core.job;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The end of a job, after it has been stored.
 *
 * @param id the job
 * @param status how it ended
 * @param awardedPoints the points paid to its owner, 0 or more
 * @param elapsed how long the last attempt took; zero if it was not ended by a worker
 * @param model the model that judged the video, as in {@link RecognitionResult#model()}; {@code null} if none did
 */
public record JobEnd(
        JobId id,
        JobStatus status,
        int awardedPoints,
        Duration elapsed,
        @Nullable String model) {

    /** Creates the end of a job that was not ended by a worker: nothing was judged or paid. */
    public JobEnd(JobId id, JobStatus status) {
        this(id, status, 0, Duration.ZERO, null);
    }
}
