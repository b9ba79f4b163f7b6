package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.StoredVideo;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Store of videos on the heap, for tests and single-process programs. Thread-safe. */
public final class InMemoryVideoStore implements VideoStore {

    private record Stored(Video video, Instant at) {}

    private static final Comparator<StoredVideo> OLDEST_FIRST = Comparator.comparing(StoredVideo::storedAt)
            .thenComparing(stored -> stored.id().value());

    private final Map<JobId, Stored> videos = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** Creates an empty store with the system clock. */
    public InMemoryVideoStore() {
        this(InstantSource.system());
    }

    /**
     * Creates an empty store.
     *
     * @param clock gives the times when videos are stored
     */
    public InMemoryVideoStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void put(JobId id, Video video) {
        videos.put(id, new Stored(video, clock.instant()));
    }

    @Override
    public Optional<Video> find(JobId id) {
        return Optional.ofNullable(videos.get(id)).map(Stored::video);
    }

    @Override
    public void delete(JobId id) {
        videos.remove(id);
    }

    @Override
    public List<StoredVideo> findStoredBefore(Instant storedBefore, @Nullable StoredVideo after, int limit) {
        return videos.entrySet().stream()
                .map(entry -> new StoredVideo(entry.getKey(), entry.getValue().at()))
                .filter(stored -> stored.storedAt().isBefore(storedBefore))
                .filter(stored -> after == null || OLDEST_FIRST.compare(stored, after) > 0)
                .sorted(OLDEST_FIRST)
                .limit(limit)
                .toList();
    }

    /** Returns the number of videos. */
    public int size() {
        return videos.size();
    }
}
