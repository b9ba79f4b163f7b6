package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Videos on the heap, for tests and for programs of one process. Thread-safe. */
public final class InMemoryVideoStore implements VideoStore {

    private final Map<JobId, Video> videos = new ConcurrentHashMap<>();

    @Override
    public void put(JobId id, Video video) {
        videos.put(id, video);
    }

    @Override
    public Optional<Video> find(JobId id) {
        return Optional.ofNullable(videos.get(id));
    }

    @Override
    public void delete(JobId id) {
        videos.remove(id);
    }

    /** Returns the number of videos. */
    public int size() {
        return videos.size();
    }
}
