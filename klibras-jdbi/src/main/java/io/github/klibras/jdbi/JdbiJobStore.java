package io.github.klibras.jdbi;

import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.recognition.Recognition;
import io.github.klibras.jdbi.internal.JobRow;
import io.github.klibras.jdbi.internal.JobSql;
import io.github.klibras.jdbi.internal.Percentage;
import io.github.klibras.jdbi.internal.ProgressSql;
import io.github.klibras.jdbi.internal.ResultJson;
import io.github.klibras.jdbi.internal.UserSql;
import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

final class JdbiJobStore implements JobStore {

    private final Database database;

    JdbiJobStore(Database database) {
        this.database = database;
    }

    @Override
    public JobInsertion insert(NewJob job, int openLimit) {
        try {
            return database.inTransaction(handle -> insert(handle, job, openLimit));
        } catch (DuplicateKeyException e) {
            return submittedBefore(job).orElse(new JobInsertion.IdTaken(job.id()));
        }
    }

    /**
     * The row of the owner is locked first: nobody inserts between looking and storing, and nobody deletes the account
     * between the two.
     */
    private static JobInsertion insert(Handle handle, NewJob job, int openLimit) {
        JobSql jobs = handle.attach(JobSql.class);
        String key = job.idempotencyKey();
        if (handle.attach(UserSql.class).lock(job.userId()).isEmpty()) {
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
        jobs.insert(job.id().value(), job.userId(), job.expectedAction(), job.createdAt(), key);
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
        return sql(jobs -> jobs.find(id.value())).map(JobRow::job);
    }

    @Override
    public List<RecognitionJob> findAll(Collection<JobId> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> values = ids.stream().map(JobId::value).distinct().toList();
        return sql(jobs -> jobs.findAll(values)).stream().map(JobRow::job).toList();
    }

    @Override
    public ClaimResult claim(JobId id, Instant now, Instant leaseUntil) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            boolean claimed = jobs.claim(id.value(), now, leaseUntil) == 1;
            Optional<JobRow> row = jobs.find(id.value());
            return row.isEmpty() ? new ClaimResult.NoSuchJob(id) : claimResult(row.get(), claimed, now);
        });
    }

    private static ClaimResult claimResult(JobRow row, boolean claimed, Instant now) {
        RecognitionJob job = row.job();
        if (claimed) {
            return new ClaimResult.Claimed(
                    new Claim(job.id(), row.fencingToken(), job.userId(), job.expectedAction(), job.attempts()));
        }
        if (job.status().ended()) {
            return new ClaimResult.AlreadyEnded(job.id(), job.status());
        }
        // Without a lease, whoever held the job has given it back since.
        Instant until = row.leaseUntil();
        return new ClaimResult.LeasedElsewhere(job.id(), until == null ? now : until);
    }

    @Override
    public boolean renew(Claim claim, Instant leaseUntil) {
        return sql(jobs -> jobs.renew(claim.jobId().value(), claim.userId(), claim.token(), leaseUntil)) == 1;
    }

    @Override
    public boolean release(Claim claim) {
        return sql(jobs -> jobs.release(claim.jobId().value(), claim.userId(), claim.token())) == 1;
    }

    /** Whoever needs rows of a user and of that user's jobs locks the user first; here only if there may be an award. */
    @Override
    public FinishResult finish(Claim claim, JobOutcome outcome, Instant now) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            OptionalLong sign =
                    outcome instanceof JobOutcome.Completed completed ? completed.signToAward() : OptionalLong.empty();
            if (sign.isEmpty()) {
                return store(jobs, claim, outcome, now)
                        ? new FinishResult.Finished(Optional.empty())
                        : new FinishResult.Superseded();
            }
            ProgressSql progress = handle.attach(database.dialect().progress());
            Optional<Integer> points = progress.lockUser(claim.userId());
            if (!store(jobs, claim, outcome, now)) {
                return new FinishResult.Superseded();
            }
            Award award = progress.award(claim.userId(), points, sign.getAsLong());
            if (award instanceof Award.Granted granted) {
                jobs.setAwardedPoints(claim.jobId().value(), granted.points());
            }
            return new FinishResult.Finished(Optional.of(award));
        });
    }

    private static boolean store(JobSql jobs, Claim claim, JobOutcome outcome, Instant now) {
        String id = claim.jobId().value();
        if (outcome instanceof JobOutcome.Completed completed) {
            Recognition recognition = completed.result().recognition();

            return jobs.complete(
                            id,
                            claim.userId(),
                            claim.token(),
                            recognition.found(),
                            recognition.predicted(),
                            Percentage.format(recognition.confidence()),
                            recognition.confidence(),
                            recognition.matches(),
                            ResultJson.of(completed.result()),
                            now)
                    == 1;
        }
        String error = ((JobOutcome.Failed) outcome).error();
        return jobs.fail(id, claim.userId(), claim.token(), error, ResultJson.ofError(error), now) == 1;
    }

    @Override
    public boolean failQueued(JobId id, String error, Instant now) {
        String stored = JobOutcome.storable(error);
        return sql(jobs -> jobs.failQueued(id.value(), stored, ResultJson.ofError(stored), now)) == 1;
    }

    @Override
    public Cancellation cancel(JobId id, long userId, Instant now) {
        int cancelled = sql(jobs -> jobs.cancel(id.value(), userId, CANCELLED, ResultJson.ofError(CANCELLED), now));
        if (cancelled == 1) {
            return new Cancellation.Cancelled(id);
        }
        Optional<RecognitionJob> job = find(id).filter(found -> found.userId() == userId);
        return job.isPresent() ? new Cancellation.AlreadyEnded(id, job.get().status()) : new Cancellation.NoSuchJob(id);
    }

    @Override
    public List<RecognitionJob> history(long userId, int limit, int offset) {
        return jobs(sql(jobs -> jobs.history(userId, limit, offset)));
    }

    @Override
    public List<RecognitionJob> historyAfter(long userId, Instant createdAt, JobId id, int limit) {
        return jobs(sql(jobs -> jobs.historyAfter(userId, createdAt, id.value(), limit)));
    }

    @Override
    public long count(long userId) {
        return sql(jobs -> jobs.count(userId));
    }

    @Override
    public boolean markPublished(JobId id, Instant now) {
        return sql(jobs -> jobs.markPublished(id.value())) == 1;
    }

    @Override
    public List<RecognitionJob> takeUnpublished(Instant createdBefore, Instant now, Instant heldUntil, int limit) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            List<String> found = jobs.findUnpublished(createdBefore, now, limit);
            if (found.isEmpty()) {
                return List.of();
            }
            jobs.holdForRelay(found, heldUntil);
            return jobs(jobs.findAll(found)).stream()
                    .sorted(Comparator.comparingInt(
                            job -> found.indexOf(job.id().value())))
                    .toList();
        });
    }

    @Override
    public int releaseAbandoned(Instant leaseBefore, int limit) {
        return changed(
                        jobs -> jobs.findAbandoned(leaseBefore, limit),
                        (jobs, ids) -> jobs.releaseAbandoned(ids, leaseBefore))
                .size();
    }

    @Override
    public List<JobId> expireQueued(Instant createdBefore, String error, Instant now, int limit) {
        String stored = JobOutcome.storable(error);
        return changed(
                jobs -> jobs.findQueued(createdBefore, limit),
                (jobs, ids) -> jobs.expire(ids, stored, ResultJson.ofError(stored), now));
    }

    @Override
    public List<JobId> purge(Instant endedBefore, int limit) {
        return changed(jobs -> jobs.findEnded(endedBefore, limit), (jobs, ids) -> jobs.delete(ids, endedBefore));
    }

    /** Returns the jobs that this call has changed: another one may have found the same. */
    private List<JobId> changed(Function<JobSql, List<String>> find, BiFunction<JobSql, List<String>, int[]> change) {
        return database.inTransaction(handle -> {
            JobSql jobs = handle.attach(JobSql.class);
            List<String> found = find.apply(jobs);
            int[] counts = found.isEmpty() ? new int[0] : change.apply(jobs, found);
            return IntStream.range(0, counts.length)
                    .filter(i -> counts[i] == 1)
                    .mapToObj(i -> new JobId(found.get(i)))
                    .toList();
        });
    }

    private static List<RecognitionJob> jobs(List<JobRow> rows) {
        return rows.stream().map(JobRow::job).toList();
    }

    private <T> T sql(Function<JobSql, T> work) {
        return database.with(JobSql.class, work);
    }
}
