package io.github.klibras.jdbi.internal;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statements of videos that wait for their job to end. */
public interface VideoSql {

    @SqlUpdate("insert into processing_job_videos (job_id, content, stored_at) values (:id, :content, :now)")
    int insert(@Bind("id") String id, @Bind("content") byte[] content, @Bind("now") Instant now);

    @SqlUpdate("update processing_job_videos set content = :content, stored_at = :now where job_id = :id")
    int replace(@Bind("id") String id, @Bind("content") byte[] content, @Bind("now") Instant now);

    @SqlQuery("select content from processing_job_videos where job_id = :id")
    Optional<byte[]> find(@Bind("id") String id);

    @SqlUpdate("delete from processing_job_videos where job_id = :id")
    int delete(@Bind("id") String id);

    @SqlQuery("""
            select job_id from processing_job_videos
            where stored_at < :storedBefore and job_id > :after
            order by job_id limit :limit
            """)
    List<String> findStoredBefore(
            @Bind("storedBefore") Instant storedBefore, @Bind("after") String after, @Bind("limit") int limit);
}
