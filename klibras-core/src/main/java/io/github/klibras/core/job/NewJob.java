package io.github.klibras.core.job;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;

import java.time.Instant;

/**
 * A job to be stored.
 *
 * @param id unique
 * @param userId the owner
 * @param expectedAction the video key of the sign that the owner was asked to show, 1 to {@value #MAX_EXPECTED_ACTION}
 *     characters
 * @param createdAt when it was submitted; stores keep microseconds
 */
public record NewJob(JobId id, long userId, String expectedAction, Instant createdAt) {

    public static final int MAX_EXPECTED_ACTION = 255;

    /** Checks the action; throws {@link InvalidInputException} if it is out of its bounds. */
    public NewJob {
        Text.required("expected action", expectedAction, MAX_EXPECTED_ACTION);
    }
}
