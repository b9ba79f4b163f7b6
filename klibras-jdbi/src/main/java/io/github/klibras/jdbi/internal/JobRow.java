package io.github.klibras.jdbi.internal;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.recognition.Recognition;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;

/**
 * A row of {@code processing_jobs}, whoever wrote it.
 *
 * @param job the job as its owner may see it
 * @param fencingToken the token of the last claim, 0 if there was none
 * @param leaseUntil when the lease runs out, or {@code null} if there is none
 */
public record JobRow(
        RecognitionJob job, long fencingToken, @Nullable Instant leaseUntil) {

    /** What to say where a Python worker stored neither a prediction nor an error. */
    private static final String NO_REASON = "The worker gave neither a result nor a reason";

    static JobRow read(ResultSet row) throws SQLException {
        JobStatus status = status(row.getString("status"), row.getString("state"));
        String predicted = row.getString("predicted_action");
        if (status == JobStatus.COMPLETED && predicted == null) {
            // The Python service calls a video that it could not read "completed".
            status = JobStatus.FAILED;
        }
        Instant createdAt = UtcTime.read(row, "created_at");
        String error = Objects.requireNonNullElse(row.getString("error"), NO_REASON);
        RecognitionJob job = new RecognitionJob(
                new JobId(row.getString("job_id")),
                row.getLong("user_id"),
                row.getString("expected_action"),
                status,
                row.getInt("attempts"),
                status == JobStatus.COMPLETED ? recognition(row, predicted) : null,
                row.getInt("awarded_points"),
                status.ended() && status != JobStatus.COMPLETED ? error : null,
                createdAt,
                status.ended() ? UtcTime.readOr(row, "completed_at", createdAt) : null);
        return new JobRow(job, row.getLong("fencing_token"), UtcTime.readNullable(row, "lease_until"));
    }

    /** Our state is the more precise one, but a Python worker that ends a job does not know of it. */
    private static JobStatus status(String shared, @Nullable String ours) throws SQLException {
        JobStatus status = ours == null ? JobStatus.QUEUED : parse(ours);
        if (status.ended()) {
            return status;
        }
        return switch (shared) {
            case "completed" -> JobStatus.COMPLETED;
            case "failed" -> JobStatus.FAILED;
            default -> status;
        };
    }

    private static JobStatus parse(String state) throws SQLException {
        try {
            return JobStatus.valueOf(state);
        } catch (IllegalArgumentException e) {
            throw new SQLException("A job has the state '" + state + "', which this version does not know", e);
        }
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
