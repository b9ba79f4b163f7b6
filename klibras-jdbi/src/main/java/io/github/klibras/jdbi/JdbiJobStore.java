package io.github.klibras.jdbi;

import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.user.User;
import io.github.klibras.jdbi.internal.JobRow;
import io.github.klibras.jdbi.internal.JobSql;
import io.github.klibras.jdbi.internal.ProgressSql;
import io.github.klibras.jdbi.internal.UserSql;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;

final class JdbiJobStore implements JobStore {

    /** Databases limit the number of parameters of a statement, PostgreSQL to 65,535. */
    private static final int MAX_IDS = 1000;

    /** Stands for an id that the database cannot hold: longer than the column, so it matches no row. */
    private static final String NO_ID = "-".repeat(JobId.MAX_LENGTH + 1);

    private final Database database;

    JdbiJobStore(Database database) {
        this.database = database;
    }

    @Override
    public JobInsertion insert(NewJob job, int openLimit) {
        try {
            return database.inTransaction(handle -> insert(handle, job, openLimit));
        } catch (DuplicateKeyException e) {
            Optional<JobInsertion> before = submittedBefore(job);
            if (before.isEmpty()
                    && job.idempotencyKey() != null
                    && find(job.id()).isEmpty()) {
                // Submitted meanwhile, but the host's transaction reads what was there when it began.
                throw e;
            }
            return before.orElse(new JobInsertion.IdTaken(job.id()));
        }
    }

    /**
     * Locks the owner's row first, so that no other insert and no deletion of the account can come between the checks
     * and the insert.
     */
    private static JobInsertion insert(Handle handle, NewJob job, int openLimit) {
        JobSql jobs = handle.attach(JobSql.class);
        String key = job.idempotencyKey();
        if (handle.attach(UserSql.class).lockUser(job.userId()).isEmpty()) {
            return new JobInsertion.NoSuchUser(job.userId());
        }
        if (key != null) {
            Optional<JobRow> before = jobs.findByKey(job.userId(), key);
            if (before.isPresent()) {
                return new JobInsertion.SubmittedBefore(before.get().job());
            }
        }
        if (openLimit != UNLIMITED) {
            int open = jobs.countOpen(job.userId());
            if (open >= openLimit) {
                return new JobInsertion.TooManyOpen(open, openLimit);
            }
        }
        jobs.insert(job.id().value(), job.userId(), job.expectedAction(), job.signId(), job.createdAt(), key);
        return new JobInsertion.Inserted(job.id());
    }

    private Optional<JobInsertion> submittedBefore(NewJob job) {
        String key = job.idempotencyKey();
        return key == null
                ? Optional.empty()
                : sql(jobs -> jobs.findByKey(job.userId(), key))
                        .map(row -> new JobInsertion.SubmittedBefore(row.job()));
    }

    @Override
    public Optional<RecognitionJob> find(JobId id) {
        return sql(jobs -> jobs.find(columnValue(id))).map(JobRow::job);
    }

    @Override
    public List<RecognitionJob> findAll(Collection<JobId> ids) {
        List<RecognitionJob> found = new ArrayList<>();
        for (List<String> chunk : chunks(columnValues(ids))) {
            found.addAll(jobs(sql(jobs -> jobs.findAll(chunk))));
        }
        return found;
    }

    @Override
    public ClaimResult claim(JobId id, Instant now, Instant leaseUntil) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            boolean claimed = jobs.claim(columnValue(id), now, leaseUntil) == 1;
            Optional<JobRow> row = jobs.find(columnValue(id));
            return row.isEmpty() ? new ClaimResult.NoSuchJob(id) : claimResult(row.get(), claimed, now);
        });
    }

    private static ClaimResult claimResult(JobRow row, boolean claimed, Instant now) {
        RecognitionJob job = row.job();
        if (claimed) {
            return new ClaimResult.Claimed(new Claim(
                    job.id(), row.fencingToken(), job.userId(), job.expectedAction(), job.signId(), job.attempts()));
        }
        if (job.status().ended()) {
            return new ClaimResult.AlreadyEnded(job.id(), job.status());
        }
        // Without a lease, the job has been given back since.
        Instant until = row.leaseUntil();
        return new ClaimResult.LeasedElsewhere(job.id(), until == null ? now : until);
    }

    @Override
    public boolean renew(Claim claim, Instant leaseUntil, @Nullable JobProgress progress) {
        Integer done = progress == null ? null : progress.framesDone();
        Integer total = progress == null ? null : progress.framesTotal();
        return sql(jobs ->
                        jobs.renew(columnValue(claim.jobId()), claim.userId(), claim.token(), leaseUntil, done, total))
                == 1;
    }

    @Override
    public boolean release(Claim claim) {
        return sql(jobs -> jobs.release(columnValue(claim.jobId()), claim.userId(), claim.token())) == 1;
    }

    /** Lock order: the user first, then the user's jobs; the user only if there may be an award. */
    @Override
    public FinishResult finish(Claim claim, JobOutcome outcome, Instant now) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            OptionalLong sign =
                    outcome instanceof JobOutcome.Completed completed ? completed.signToAward() : OptionalLong.empty();
            if (sign.isEmpty()) {
                return jobs.finish(columnValue(claim.jobId()), claim, outcome, now) == 1
                        ? new FinishResult.Finished(Optional.empty())
                        : finishedBefore(handle, claim, outcome);
            }
            ProgressSql progress = handle.attach(database.dialect().progress());
            Optional<Integer> points = progress.lockUser(claim.userId());
            if (jobs.finish(columnValue(claim.jobId()), claim, outcome, now) == 0) {
                return finishedBefore(handle, claim, outcome);
            }
            Award award = progress.award(claim.userId(), points, sign.getAsLong());
            if (award instanceof Award.Granted granted) {
                jobs.setAwardedPoints(columnValue(claim.jobId()), granted.points());
            }
            return new FinishResult.Finished(Optional.of(award));
        });
    }

    /** Returns the result of an earlier call with this claim and outcome, whose answer may have been lost; otherwise superseded. */
    private FinishResult finishedBefore(Handle handle, Claim claim, JobOutcome outcome) {
        Optional<JobRow> row = handle.attach(JobSql.class)
                .find(columnValue(claim.jobId()))
                .filter(ended -> ended.wasEndedBy(claim, outcome));
        if (row.isEmpty()) {
            return new FinishResult.Superseded();
        }
        return new FinishResult.Finished(
                outcome instanceof JobOutcome.Completed completed
                        ? completed.awardOf(
                                row.get().granted(),
                                row.get().job().awardedPoints(),
                                () -> pointsOf(handle, claim.userId()),
                                sign -> handle.attach(ProgressSql.class)
                                        .findPrice(sign)
                                        .isPresent())
                        : Optional.empty());
    }

    private static int pointsOf(Handle handle, long userId) {
        return handle.attach(UserSql.class).findById(userId).map(User::points).orElse(0);
    }

    @Override
    public boolean endQueued(JobId id, JobStatus status, String error, Instant now, long key) {
        String stored = JobOutcome.storableError(error);
        return sql(jobs -> jobs.endQueued(columnValue(id), status, key, stored, now)) == 1 || wasEndedBy(id, key);
    }

    @Override
    public Cancellation cancel(JobId id, long userId, Instant now, long key) {
        int cancelled = sql(jobs -> jobs.endOfOwner(columnValue(id), userId, JobStatus.CANCELLED, key, CANCELLED, now));
        if (cancelled == 1) {
            return new Cancellation.Cancelled(id);
        }
        Optional<JobRow> found =
                sql(jobs -> jobs.find(columnValue(id))).filter(row -> row.job().userId() == userId);
        if (found.isEmpty()) {
            return new Cancellation.NoSuchJob(id);
        }
        return found.get().wasEndedBy(key)
                ? new Cancellation.Cancelled(id)
                : new Cancellation.AlreadyEnded(id, found.get().job().status());
    }

    @Override
    public boolean wasEndedBy(JobId id, long key) {
        return sql(jobs -> jobs.countEndedBy(columnValue(id), key)) == 1;
    }

    @Override
    public List<RecognitionJob> history(long userId, int limit, int offset) {
        return jobs(sql(jobs -> jobs.history(userId, limit, offset)));
    }

    @Override
    public List<RecognitionJob> historyAfter(long userId, Instant createdAt, JobId id, int limit) {
        return jobs(sql(jobs -> jobs.historyAfter(userId, createdAt, columnValue(id), limit)));
    }

    @Override
    public long count(long userId) {
        return sql(jobs -> jobs.count(userId));
    }

    @Override
    public boolean markPublished(JobId id) {
        return sql(jobs -> jobs.markPublished(columnValue(id))) == 1;
    }

    @Override
    public List<RecognitionJob> takeUnpublished(Instant createdBefore, Instant now, Instant heldUntil, int limit) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            List<String> found = jobs.findUnpublished(createdBefore, now, limit);
            if (found.isEmpty()) {
                return List.of();
            }
            jobs.holdBack(found, heldUntil);
            return chunks(found).stream()
                    .flatMap(chunk -> jobs(jobs.findAll(chunk)).stream())
                    .sorted(Comparator.comparingInt(
                            job -> found.indexOf(job.id().value())))
                    .toList();
        });
    }

    @Override
    public void holdBack(Collection<JobId> ids, Instant until) {
        if (!ids.isEmpty()) {
            database.inTransaction(handle -> handle.attach(JobSql.class).holdBack(columnValues(ids), until));
        }
    }

    @Override
    public int releaseAbandoned(Instant leaseBefore, int limit) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            List<String> found = jobs.findAbandoned(leaseBefore, limit);
            return found.isEmpty()
                    ? 0
                    : IntStream.of(jobs.releaseAbandoned(found, leaseBefore)).sum();
        });
    }

    @Override
    public List<JobId> findQueued(Instant createdBefore, int offset, int limit) {
        return ids(sql(jobs -> jobs.findQueued(createdBefore, offset, limit)));
    }

    @Override
    public List<JobId> findEnded(Instant endedBefore, int offset, int limit) {
        return ids(sql(jobs -> jobs.findEnded(endedBefore, offset, limit)));
    }

    @Override
    public int delete(Collection<JobId> ids) {
        int deleted = 0;
        for (List<String> chunk : chunks(columnValues(ids))) {
            deleted += sql(jobs -> jobs.delete(chunk));
        }
        return deleted;
    }

    @Override
    public boolean awaitsCommit() {
        return database.awaitsCommit();
    }

    @Override
    public boolean afterCommit(Runnable action) {
        return database.afterCommit(action);
    }

    /** Returns the value to compare with the column of ids. */
    private String columnValue(JobId id) {
        String value = id.value();
        return database.dialect().holdsNul() || value.indexOf('\0') < 0 ? value : NO_ID;
    }

    private List<String> columnValues(Collection<JobId> ids) {
        return ids.stream().map(this::columnValue).distinct().toList();
    }

    private static List<List<String>> chunks(List<String> values) {
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < values.size(); from += MAX_IDS) {
            chunks.add(values.subList(from, Math.min(from + MAX_IDS, values.size())));
        }
        return chunks;
    }

    private static List<JobId> ids(List<String> values) {
        return values.stream().map(JobId::new).toList();
    }

    private static List<RecognitionJob> jobs(List<JobRow> rows) {
        return rows.stream().map(JobRow::job).toList();
    }

    private <T> T sql(Function<JobSql, T> work) {
        return database.with(JobSql.class, work);
    }
}
