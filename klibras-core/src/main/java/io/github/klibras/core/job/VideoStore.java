package io.github.klibras.core.job;

import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Store that keeps videos outside the queue until their job has ended, so that a job whose message got lost can be sent
 * again, and messages may refer to a video instead of carrying it. Optional: every video is written twice, here and to
 * the queue, unless messages carry references.
 *
 * <p>Thread-safe. Any method may throw a {@link io.github.klibras.core.StoreException}.
 */
public interface VideoStore {

    /** Stores the video of a job; a second one for the same job replaces the first and counts as newly stored. */
    void put(JobId id, Video video);

    Optional<Video> find(JobId id);

    /** Deletes the video of a job, if there is one. */
    void delete(JobId id);

    /**
     * Returns videos that have been stored for a while, the oldest first. Among them, the {@link Reaper} looks for
     * orphans that nothing else will delete, left when a process died before storing the job or after ending it. The
     * cost grows with the number of videos found, not with the number of stored ones.
     *
     * @param storedBefore only videos that were stored earlier
     * @param after only those after this place, whether or not there is a video at it; {@code null} to start at the
     *     first
     * @param limit how many, positive
     */
    List<StoredVideo> findStoredBefore(Instant storedBefore, @Nullable StoredVideo after, int limit);
}
