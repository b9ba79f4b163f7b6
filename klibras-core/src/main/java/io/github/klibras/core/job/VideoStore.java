package io.github.klibras.core.job;

import io.github.klibras.core.landmark.Video;

import java.util.Optional;

/**
 * Keeps videos outside the queue until their job has ended: so that a job whose message got lost can be sent again, and
 * so that messages may refer to a video instead of carrying it. Optional: it has every video written twice, here and in
 * the queue, unless messages carry references.
 *
 * <p>Thread-safe. Any method may throw a {@link io.github.klibras.core.StoreException}.
 */
public interface VideoStore {

    /** Keeps the video of a job; a second one for the same job replaces the first. */
    void put(JobId id, Video video);

    Optional<Video> find(JobId id);

    /** Forgets the video of a job, if there is one. */
    void delete(JobId id);
}
