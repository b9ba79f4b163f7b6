package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;

import java.util.Collection;

/**
 * Port that deletes a person's parked messages, which may contain videos; queues implement it for {@link
 * io.github.klibras.core.privacy.PersonalDataEraser}. Thread-safe.
 */
@FunctionalInterface
public interface ParkedMessageEraser {

    /**
     * Deletes parked messages that name the user as the owner, or are about one of the jobs. Damaged messages are
     * matched by their readable parts.
     *
     * @param userId the user
     * @param jobs jobs of the user; the method is called several times if there are many
     * @return how many were deleted
     */
    int eraseParked(long userId, Collection<JobId> jobs);
}
