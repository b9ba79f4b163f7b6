package io.github.klibras.core.queue;

import io.github.klibras.core.job.JobId;

import java.util.Collection;

/**
 * Deletes the messages of a person that a queue has put aside, which may hold videos. This is the port that queues
 * implement for {@link io.github.klibras.core.privacy.PersonalDataEraser}. Thread-safe.
 */
@FunctionalInterface
public interface ParkedMessageEraser {

    /**
     * Deletes parked messages that name the user as the owner, or are about one of the jobs. A damaged message counts
     * by what can be read of it.
     *
     * @param userId whose messages
     * @param jobs jobs of the user; for one who has many, the method is called several times
     * @return how many were deleted
     */
    int eraseParked(long userId, Collection<JobId> jobs);
}
