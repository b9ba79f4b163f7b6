package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A job to be stored.
 *
 * @param id unique; without NUL, which PostgreSQL does not store
 * @param userId the owner
 * @param expectedAction the video key of the sign that the owner was asked to show, 1 to {@value #MAX_EXPECTED_ACTION}
 *     characters
 * @param signId that sign, for which the owner is paid even if its video key changes; {@code null} if it is not known
 * @param createdAt when it was submitted; stores keep microseconds
 * @param idempotencyKey unique among the owner's jobs, 1 to {@value #MAX_IDEMPOTENCY_KEY} characters; {@code null} if
 *     the owner gave none
 */
public record NewJob(
        JobId id,
        long userId,
        String expectedAction,
        @Nullable Long signId,
        Instant createdAt,
        @Nullable String idempotencyKey) {

    public static final int MAX_EXPECTED_ACTION = 255;
    public static final int MAX_IDEMPOTENCY_KEY = 64;

    /** Checks the texts; throws {@link InvalidInputException} if one is invalid. */
    public NewJob {
        if (id.value().indexOf('\0') >= 0) {
            throw new InvalidInputException("The id of a new job must not contain NUL, but this one does");
        }
        Text.required("expected action", expectedAction, MAX_EXPECTED_ACTION);
        if (idempotencyKey != null) {
            Text.required("idempotency key", idempotencyKey, MAX_IDEMPOTENCY_KEY);
        }
    }

    /** Creates a job for an unknown sign, without an idempotency key. */
    public NewJob(JobId id, long userId, String expectedAction, Instant createdAt) {
        this(id, userId, expectedAction, null, createdAt, null);
    }

    /** Returns the same job with the sign that was looked up. */
    public NewJob ofSign(long sign) {
        return new NewJob(id, userId, expectedAction, sign, createdAt, idempotencyKey);
    }
}
