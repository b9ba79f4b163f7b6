package io.github.klibras.jdbi;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.StoredVideo;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.jdbi.internal.VideoSql;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stores videos in a table beside the jobs, so that the outbox has one place to look and one backup to make. Each is
 * read and written as a whole: fine for clips of some megabytes, as phones record them; beyond that, an object store
 * does better. Thread-safe.
 */
public final class JdbiVideoStore implements VideoStore {

    /** Comes before all videos: none has this time. */
    private static final StoredVideo FIRST = new StoredVideo(new JobId(""), Instant.MIN);

    private final Database database;
    private final InstantSource clock;

    JdbiVideoStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void put(JobId id, Video video) {
        byte[] content = video.toByteArray();
        Instant now = clock.instant();
        // A second video for a job is the exception: insert first, so that the usual case is one statement.
        try {
            sql(videos -> videos.insert(id.value(), content, now));
        } catch (DuplicateKeyException e) {
            sql(videos -> videos.replace(id.value(), content, now));
        }
    }

    @Override
    public Optional<Video> find(JobId id) {
        return sql(videos -> videos.find(id.value())).map(Video::of);
    }

    @Override
    public void delete(JobId id) {
        sql(videos -> videos.delete(id.value()));
    }

    @Override
    public List<StoredVideo> findStoredBefore(Instant storedBefore, @Nullable StoredVideo after, int limit) {
        StoredVideo place = after == null ? FIRST : after;
        return sql(videos -> videos.findStoredBefore(
                storedBefore, place.storedAt(), place.id().value(), limit));
    }

    private <T> T sql(Function<VideoSql, T> work) {
        return database.with(VideoSql.class, work);
    }
}
