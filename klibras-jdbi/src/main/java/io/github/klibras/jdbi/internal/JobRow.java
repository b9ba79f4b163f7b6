package io.github.klibras.jdbi.internal;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A row of {@code processing_jobs}, whichever side wrote it.
 *
 * @param job the job as its owner may see it
 * @param fencingToken the token of the last claim, 0 if there was none
 * @param leaseUntil when the lease runs out, or {@code null} if there is none
 * @param state our own state column, which a worker of the Python service does not change; {@code null} in its rows
 * @param endingKey the key under which the job was ended without a claim, or {@code null}
 * @param granted whether the sign was paid, possibly with no points
 */
public record JobRow(
        RecognitionJob job,
        long fencingToken,
        @Nullable Instant leaseUntil,
        @Nullable String state,
        @Nullable Long endingKey,
        boolean granted) {

    private static final Map<String, JobStatus> KNOWN_STATES =
            Stream.of(JobStatus.values()).collect(Collectors.toMap(JobStatus::name, Function.identity()));

    /** Error of a job for which a Python worker stored neither a prediction nor an error. */
    private static final String NO_REASON = "The worker gave neither a result nor a reason";

    /** Returns whether exactly this claim has ended the job, and with exactly this outcome. */
    public boolean wasEndedBy(Claim claim, JobOutcome outcome) {
        if (fencingToken != claim.token() || job.userId() != claim.userId() || endingKey != null) {
            return false;
        }
        if (outcome instanceof JobOutcome.Completed completed) {
            return JobStatus.COMPLETED.name().equals(state)
                    && completed.result().recognition().equals(job.recognition());
        }
        return JobStatus.FAILED.name().equals(state)
                && ((JobOutcome.Failed) outcome).error().equals(job.error());
    }

    /** Returns whether the job was ended without a claim, under this key. */
    public boolean wasEndedBy(long key) {
        return endingKey != null && endingKey == key;
    }

    static JobRow read(ResultSet row, TimeSpan times) throws SQLException {
        String state = row.getString("state");
        JobStatus status = status(row.getString("status"), state);
        String predicted = row.getString("predicted_action");
        if (status == JobStatus.COMPLETED && predicted == null) {
            // The Python service marks a video that it could not read as "completed".
            status = JobStatus.FAILED;
        }
        Instant createdAt = UtcTime.readOr(row, "created_at", times, UtcTime.ZERO_DATE);
        String error = Objects.requireNonNullElse(row.getString("error"), NO_REASON);
        RecognitionJob job = new RecognitionJob(
                new JobId(row.getString("job_id")),
                row.getLong("user_id"),
                row.getString("expected_action"),
                RowMappers.id(row, "sign_id"),
                status,
                row.getInt("attempts"),
                progress(row),
                status == JobStatus.COMPLETED ? recognition(row, predicted) : null,
                row.getString("model"),
                row.getInt("awarded_points"),
                status.ended() && status != JobStatus.COMPLETED ? error : null,
                createdAt,
                status.ended() ? UtcTime.readOr(row, "completed_at", times, createdAt) : null);
        return new JobRow(
                job,
                row.getLong("fencing_token"),
                UtcTime.readNullable(row, "lease_until", times),
                state,
                RowMappers.id(row, "ending_key"),
                row.getBoolean("award_granted"));
    }

    private static @Nullable JobProgress progress(ResultSet row) throws SQLException {
        int done = row.getInt("frames_done");
        int total = row.getInt("frames_total");
        return total > 0 && done >= 0 && done <= total ? new JobProgress(done, total) : null;
    }

    /**
     * Combines both states. Ours is the more precise one, but a Python worker that ends a job does not know of it. An
     * unknown word means that the job has not ended.
     */
    private static JobStatus status(String shared, @Nullable String ours) {
        JobStatus status = KNOWN_STATES.getOrDefault(String.valueOf(ours), JobStatus.QUEUED);
        if (status.ended()) {
            return status;
        }
        return switch (shared) {
            case "completed" -> JobStatus.COMPLETED;
            case "failed" -> JobStatus.FAILED;
            default -> status;
        };
    }

    private static Recognition recognition(ResultSet row, String predicted) throws SQLException {
        double confidence = row.getDouble("confidence_value");
        if (row.wasNull()) {
            confidence = Percentage.parse(row.getString("confidence"));
        }
        return new Recognition(
                row.getString("expected_action"),
                predicted,
                confidence,
                row.getBoolean("is_match"),
                row.getBoolean("action_found"));
    }
}
