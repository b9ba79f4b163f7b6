package io.github.klibras.jdbi.internal;

import io.github.klibras.core.job.StoredVideo;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements of videos that wait for their job to end. */
public interface VideoSql {

    @SqlUpdate("insert into <schema>.processing_job_videos (job_id, content, stored_at) values (:id, :content, :now)")
    int insert(@Bind("id") String id, @Bind("content") byte[] content, @Bind("now") Instant now);

    @SqlUpdate("update <schema>.processing_job_videos set content = :content, stored_at = :now where job_id = :id")
    int replace(@Bind("id") String id, @Bind("content") byte[] content, @Bind("now") Instant now);

    @SqlQuery("select content from <schema>.processing_job_videos where job_id = :id")
    Optional<byte[]> find(@Bind("id") String id);

    @SqlUpdate("delete from <schema>.processing_job_videos where job_id = :id")
    int delete(@Bind("id") String id);

    /**
     * Reads one range of the index on the time; the id matters only for rows at its beginning, which share one time.
     */
    @SqlQuery("""
            select job_id, stored_at from <schema>.processing_job_videos
            where stored_at >= :at and stored_at < :storedBefore and (stored_at > :at or job_id > :id)
            order by stored_at, job_id limit :limit
            """)
    List<StoredVideo> findStoredBefore(
            @Bind("storedBefore") Instant storedBefore,
            @Bind("at") Instant at,
            @Bind("id") String id,
            @Bind("limit") int limit);
}
