package io.github.klibras.core.job;

import io.github.klibras.core.housekeeping.Reaper;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps videos outside the queue until their job has ended: so that a job whose message got lost can be sent again, and
 * so that messages may refer to a video instead of carrying it. Optional: it has every video written twice, here and in
 * the queue, unless messages carry references.
 *
 * <p>Thread-safe. Any method may throw a {@link io.github.klibras.core.StoreException}.
 */
public interface VideoStore {

    /** Keeps the video of a job; a second one for the same job replaces the first, and is as new as any. */
    void put(JobId id, Video video);

    Optional<Video> find(JobId id);

    /** Deletes the video of a job, if there is one. */
    void delete(JobId id);

    /**
     * Returns which videos have been there for a while, the oldest first. The {@link Reaper} looks among them for
     * those that nothing will delete, since a process died before it stored the job, or after it ended it. What it
     * costs grows with what is found, not with how many videos wait.
     *
     * @param storedBefore only videos that were put there earlier
     * @param after only those that come after this place, whether or not a video is there; {@code null} to begin at the
     *     first
     * @param limit how many, positive
     */
    List<StoredVideo> findStoredBefore(Instant storedBefore, @Nullable StoredVideo after, int limit);
}
