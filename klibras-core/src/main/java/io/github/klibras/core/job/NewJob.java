package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A job to be stored.
 *
 * @param id unique
 * @param userId the owner
 * @param expectedAction the video key of the sign that the owner was asked to show, 1 to {@value #MAX_EXPECTED_ACTION}
 *     characters
 * @param createdAt when it was submitted; stores keep microseconds
 * @param idempotencyKey unique among the owner's jobs, 1 to {@value #MAX_IDEMPOTENCY_KEY} characters; {@code null} if the
 *     owner gave none
 */
public record NewJob(
        JobId id,
        long userId,
        String expectedAction,
        Instant createdAt,
        @Nullable String idempotencyKey) {

    public static final int MAX_EXPECTED_ACTION = 255;
    public static final int MAX_IDEMPOTENCY_KEY = 64;

    /** Checks the texts; throws {@link InvalidInputException} if one is out of its bounds. */
    public NewJob {
        Text.required("expected action", expectedAction, MAX_EXPECTED_ACTION);
        if (idempotencyKey != null) {
            Text.required("idempotency key", idempotencyKey, MAX_IDEMPOTENCY_KEY);
        }
    }

    /** Makes a job without an idempotency key. */
    public NewJob(JobId id, long userId, String expectedAction, Instant createdAt) {
        this(id, userId, expectedAction, createdAt, null);
    }
}
