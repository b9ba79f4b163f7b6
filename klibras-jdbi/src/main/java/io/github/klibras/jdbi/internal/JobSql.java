package io.github.klibras.jdbi.internal;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.recognition.Recognition;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements of jobs.
 *
 * <p>The column {@code status} is shared with the Python service and knows only its three words; {@code state} is ours,
 * and is null in a row that the Python service has inserted. {@link JobRow} says how the two are combined.
 */
public interface JobSql {

    /**
     * Parts of the statements, by name.
     *
     * <ul>
     *   <li>{@code queued}, {@code running}: a worker of the Python service may end a job whatever our state says.
     *   <li>{@code held}: includes the owner, so that points never go to a user whom only the claim names.
     *   <li>{@code endedBefore}: the Python service omits the end time in some cases. No job ends before it is created:
     *       the condition on that time lets the index see how few jobs are old enough.
     * </ul>
     */
    Map<String, String> FRAGMENTS = Map.of(
            "jobColumns", """
            job_id, user_id, expected_action, sign_id, status, state, attempts, frames_done, frames_total,
            fencing_token, lease_until, ending_key, action_found, predicted_action, confidence, confidence_value,
            is_match, model, award_granted, awarded_points, error, created_at, completed_at""",
            "queued", "(<notEnded> and (state is null or state = 'QUEUED'))",
            "running", "(<notEnded> and state = 'RUNNING')",
            "held", "(job_id = :id and user_id = :userId and fencing_token = :token and <running>)",
            "abandoned", "(<running> and lease_until < :leaseBefore)",
            "endedBefore", """
            (<ended> and created_at < :endedBefore and coalesce(completed_at, created_at) < :endedBefore)""",
            "setQueued", "state = 'QUEUED', lease_until = null, frames_done = null, frames_total = null",
            "setEndedWithoutResult", """
            status = 'failed', state = :state, lease_until = null, ending_key = :key, action_found = false,
            error = :error, completed_at = :now, result = <result>""");

    @SqlUpdate("""
            insert into <schema>.processing_jobs
                (job_id, user_id, expected_action, sign_id, status, state, created_at, idempotency_key, message_confirmed)
            values (:id, :userId, :expectedAction, :signId, 'pending', 'QUEUED', :createdAt, :key, false)
            """)
    int insert(
            @Bind("id") String id,
            @Bind("userId") long userId,
            @Bind("expectedAction") String expectedAction,
            @Bind("signId") @Nullable Long signId,
            @Bind("createdAt") Instant createdAt,
            @Bind("key") @Nullable String idempotencyKey);

    @SqlQuery("select <jobColumns> from <schema>.processing_jobs where user_id = :userId and idempotency_key = :key")
    Optional<JobRow> findByKey(@Bind("userId") long userId, @Bind("key") String idempotencyKey);

    @SqlQuery("select count(*) from <schema>.processing_jobs where user_id = :userId and <notEnded>")
    int countOpen(@Bind("userId") long userId);

    /** Locks one job of an owner, if there is one. Locked rows are read as they are now, not as of the snapshot. */
    @SqlQuery("select job_id from <schema>.processing_jobs where user_id = :userId limit 1 for update")
    Optional<String> lockAny(@Bind("userId") long userId);

    @SqlUpdate("delete from <schema>.processing_jobs where user_id = :userId")
    int deleteOf(@Bind("userId") long userId);

    @SqlQuery("select <jobColumns> from <schema>.processing_jobs where job_id = :id")
    Optional<JobRow> find(@Bind("id") String id);

    @SqlQuery("select <jobColumns> from <schema>.processing_jobs where job_id in (<ids>)")
    List<JobRow> findAll(@BindList("ids") Collection<String> ids);

    @SqlUpdate("""
            update <schema>.processing_jobs
            set state = 'RUNNING', lease_until = :leaseUntil, frames_done = null, frames_total = null,
                fencing_token = fencing_token + 1, attempts = attempts + 1
            where job_id = :id and (<queued> or (<running> and lease_until <= :now))
            """)
    int claim(@Bind("id") String id, @Bind("now") Instant now, @Bind("leaseUntil") Instant leaseUntil);

    @SqlUpdate("""
            update <schema>.processing_jobs
            set lease_until = :leaseUntil,
                frames_done = coalesce(:framesDone, frames_done), frames_total = coalesce(:framesTotal, frames_total)
            where <held>
            """)
    int renew(
            @Bind("id") String id,
            @Bind("userId") long userId,
            @Bind("token") long token,
            @Bind("leaseUntil") Instant leaseUntil,
            @Bind("framesDone") @Nullable Integer framesDone,
            @Bind("framesTotal") @Nullable Integer framesTotal);

    @SqlUpdate("update <schema>.processing_jobs set <setQueued> where <held>")
    int release(@Bind("id") String id, @Bind("userId") long userId, @Bind("token") long token);

    /** Ends a job with its outcome; returns 0 if the claim is void. */
    default int finish(String id, Claim claim, JobOutcome outcome, Instant now) {
        if (outcome instanceof JobOutcome.Completed completed) {
            Recognition recognition = completed.result().recognition();
            return complete(
                    id,
                    claim.userId(),
                    claim.token(),
                    recognition.found(),
                    recognition.predicted(),
                    Percentage.format(recognition.confidence()),
                    recognition.confidence(),
                    recognition.matches(),
                    completed.result().model(),
                    ResultJson.of(completed.result()),
                    now);
        }
        String error = ((JobOutcome.Failed) outcome).error();
        String failed = JobStatus.FAILED.name();
        return endHeld(id, claim.userId(), claim.token(), failed, null, error, ResultJson.ofError(error), now);
    }

    @SqlUpdate("""
            update <schema>.processing_jobs
            set status = 'completed', state = 'COMPLETED', lease_until = null, action_found = :found,
                predicted_action = :predicted, confidence = :confidence, confidence_value = :confidenceValue,
                is_match = :matches, model = :model, error = null, completed_at = :now, result = <result>
            where <held>
            """)
    int complete(
            @Bind("id") String id,
            @Bind("userId") long userId,
            @Bind("token") long token,
            @Bind("found") boolean found,
            @Bind("predicted") String predicted,
            @Bind("confidence") String confidence,
            @Bind("confidenceValue") double confidenceValue,
            @Bind("matches") boolean matches,
            @Bind("model") @Nullable String model,
            @Bind("result") String result,
            @Bind("now") Instant now);

    @SqlUpdate("update <schema>.processing_jobs set award_granted = true, awarded_points = :points where job_id = :id")
    int setAwardedPoints(@Bind("id") String id, @Bind("points") int points);

    @SqlUpdate("update <schema>.processing_jobs set <setEndedWithoutResult> where <held>")
    int endHeld(
            @Bind("id") String id,
            @Bind("userId") long userId,
            @Bind("token") long token,
            @Bind("state") String state,
            @Bind("key") @Nullable Long key,
            @Bind("error") String error,
            @Bind("result") String result,
            @Bind("now") Instant now);

    /** Ends a job that nobody has claimed; returns 0 if there is none. */
    default int endQueued(String id, JobStatus status, long key, String error, Instant now) {
        return endQueued(id, status.name(), key, error, ResultJson.ofError(error), now);
    }

    @SqlUpdate("update <schema>.processing_jobs set <setEndedWithoutResult> where job_id = :id and <queued>")
    int endQueued(
            @Bind("id") String id,
            @Bind("state") String state,
            @Bind("key") long key,
            @Bind("error") String error,
            @Bind("result") String result,
            @Bind("now") Instant now);

    /** Ends an owner's job, claimed or not; returns 0 if there is none that has not ended. */
    default int endOfOwner(String id, long userId, JobStatus status, long key, String error, Instant now) {
        return endOfOwner(id, userId, status.name(), key, error, ResultJson.ofError(error), now);
    }

    @SqlUpdate("""
            update <schema>.processing_jobs set <setEndedWithoutResult>
            where job_id = :id and user_id = :userId and <notEnded>
            """)
    int endOfOwner(
            @Bind("id") String id,
            @Bind("userId") long userId,
            @Bind("state") String state,
            @Bind("key") long key,
            @Bind("error") String error,
            @Bind("result") String result,
            @Bind("now") Instant now);

    @SqlQuery("select count(*) from <schema>.processing_jobs where job_id = :id and ending_key = :key")
    int countEndedBy(@Bind("id") String id, @Bind("key") long key);

    @SqlQuery("""
            select <jobColumns> from <schema>.processing_jobs where user_id = :userId
            order by created_at desc, job_id limit :limit offset :offset
            """)
    List<JobRow> history(@Bind("userId") long userId, @Bind("limit") int limit, @Bind("offset") int offset);

    /** Reads two ranges of the index, with the limit in the statement's text, like a page of {@link LeaderboardSql}. */
    @SqlQuery("""
            select * from (
                (select <jobColumns> from <schema>.processing_jobs
                 where user_id = :userId and created_at = :createdAt and job_id > :id
                 order by created_at desc, job_id limit <limit>)
                union all
                (select <jobColumns> from <schema>.processing_jobs
                 where user_id = :userId and created_at < :createdAt
                 order by created_at desc, job_id limit <limit>)
            ) page order by created_at desc, job_id limit <limit>
            """)
    List<JobRow> historyAfter(
            @Bind("userId") long userId,
            @Bind("createdAt") Instant createdAt,
            @Bind("id") String id,
            @Define("limit") int limit);

    @SqlQuery("select count(*) from <schema>.processing_jobs where user_id = :userId")
    long count(@Bind("userId") long userId);

    @SqlUpdate("update <schema>.processing_jobs set message_confirmed = true where job_id = :id")
    int markPublished(@Bind("id") String id);

    @SqlQuery("""
            select job_id from <schema>.processing_jobs
            where status = 'pending' and state = 'QUEUED' and attempts = 0 and message_confirmed = false
                and (relay_until <= :now or (relay_until is null and created_at < :createdBefore))
            order by created_at, job_id limit :limit for update skip locked
            """)
    List<String> findUnpublished(
            @Bind("createdBefore") Instant createdBefore, @Bind("now") Instant now, @Bind("limit") int limit);

    @SqlBatch("update <schema>.processing_jobs set relay_until = :until where job_id = :id")
    int[] holdBack(@Bind("id") List<String> ids, @Bind("until") Instant until);

    @SqlQuery("""
            select job_id from <schema>.processing_jobs where <abandoned>
            order by created_at, job_id limit :limit for update skip locked
            """)
    List<String> findAbandoned(@Bind("leaseBefore") Instant leaseBefore, @Bind("limit") int limit);

    @SqlBatch("update <schema>.processing_jobs set <setQueued> where job_id = :id and <abandoned>")
    int[] releaseAbandoned(@Bind("id") List<String> ids, @Bind("leaseBefore") Instant leaseBefore);

    @SqlQuery("""
            select job_id from <schema>.processing_jobs where <queued> and created_at < :createdBefore
            order by created_at, job_id limit :limit offset :offset
            """)
    List<String> findQueued(
            @Bind("createdBefore") Instant createdBefore, @Bind("offset") int offset, @Bind("limit") int limit);

    @SqlQuery("""
            select job_id from <schema>.processing_jobs where <endedBefore>
            order by created_at, job_id limit :limit offset :offset
            """)
    List<String> findEnded(
            @Bind("endedBefore") Instant endedBefore, @Bind("offset") int offset, @Bind("limit") int limit);

    @SqlUpdate("delete from <schema>.processing_jobs where job_id in (<ids>)")
    int delete(@BindList("ids") Collection<String> ids);
}
