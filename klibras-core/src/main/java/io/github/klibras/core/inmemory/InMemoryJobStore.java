package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.Cancellation;
import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobProgress;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.progress.ProgressStore;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

final class InMemoryJobStore implements JobStore {

    private static final Comparator<StoredJob> OLDEST_FIRST = Comparator.comparing(
                    (StoredJob stored) -> stored.job().createdAt())
            .thenComparing(stored -> stored.job().id().value());
    private static final Comparator<StoredJob> NEWEST_FIRST = Comparator.comparing(
                    (StoredJob stored) -> stored.job().createdAt())
            .reversed()
            .thenComparing(stored -> stored.job().id().value());

    private final Tables tables;
    private final ProgressStore progress;

    InMemoryJobStore(Tables tables, ProgressStore progress) {
        this.tables = tables;
        this.progress = progress;
    }

    @Override
    public JobInsertion insert(NewJob job, int openLimit) {
        return tables.transaction(() -> {
            if (!tables.users.containsKey(job.userId())) {
                return new JobInsertion.NoSuchUser(job.userId());
            }
            Optional<StoredJob> before = of(job.userId())
                    .filter(stored ->
                            job.idempotencyKey() != null && job.idempotencyKey().equals(stored.idempotencyKey()))
                    .findFirst();
            if (before.isPresent()) {
                return new JobInsertion.SubmittedBefore(before.get().job());
            }
            int open = (int) of(job.userId())
                    .filter(stored -> !stored.job().status().ended())
                    .count();
            if (open >= openLimit) {
                return new JobInsertion.TooManyOpen(open, openLimit);
            }
            return tables.jobs.putIfAbsent(job.id(), StoredJob.queued(job)) == null
                    ? new JobInsertion.Inserted(job.id())
                    : new JobInsertion.IdTaken(job.id());
        });
    }

    @Override
    public Optional<RecognitionJob> find(JobId id) {
        return tables.transaction(() -> Optional.ofNullable(tables.jobs.get(id)).map(StoredJob::job));
    }

    @Override
    public List<RecognitionJob> findAll(Collection<JobId> ids) {
        return tables.transaction(() -> ids.stream()
                .distinct()
                .map(tables.jobs::get)
                .filter(Objects::nonNull)
                .map(StoredJob::job)
                .toList());
    }

    @Override
    public ClaimResult claim(JobId id, Instant now, Instant leaseUntil) {
        return tables.transaction(() -> {
            StoredJob stored = tables.jobs.get(id);
            if (stored == null) {
                return new ClaimResult.NoSuchJob(id);
            }
            if (stored.job().status().ended()) {
                return new ClaimResult.AlreadyEnded(id, stored.job().status());
            }
            Instant until = stored.leaseUntil();
            if (until != null && until.isAfter(now)) {
                return new ClaimResult.LeasedElsewhere(id, until);
            }
            StoredJob claimed = stored.claimed(leaseUntil);
            tables.jobs.put(id, claimed);
            return new ClaimResult.Claimed(claimed.claim());
        });
    }

    @Override
    public boolean renew(Claim claim, Instant leaseUntil, @Nullable JobProgress progress) {
        return updateIf(claim.jobId(), job -> job.heldBy(claim), job -> job.renewed(leaseUntil, progress));
    }

    @Override
    public boolean release(Claim claim) {
        return updateIf(claim.jobId(), job -> job.heldBy(claim), StoredJob::released);
    }

    @Override
    public FinishResult finish(Claim claim, JobOutcome outcome, Instant now) {
        return tables.transaction(() -> {
            StoredJob stored = tables.jobs.get(claim.jobId());
            if (stored != null && stored.wasEndedBy(claim, outcome)) {
                return new FinishResult.Finished(awardOf(stored, outcome));
            }
            if (stored == null || !stored.heldBy(claim)) {
                return new FinishResult.Superseded();
            }
            if (outcome instanceof Failed failed) {
                tables.jobs.put(claim.jobId(), stored.failed(failed.error(), now));
                return new FinishResult.Finished(Optional.empty());
            }
            Completed completed = (Completed) outcome;
            Optional<Award> award = completed.signToAward().isEmpty()
                    ? Optional.empty()
                    : Optional.of(progress.learnSign(
                            stored.job().userId(), completed.signToAward().getAsLong()));
            Granted granted = award.orElse(null) instanceof Granted paid ? paid : null;
            tables.jobs.put(claim.jobId(), stored.completed(completed, granted, now));
            return new FinishResult.Finished(award);
        });
    }

    private Optional<Award> awardOf(StoredJob ended, JobOutcome outcome) {
        return outcome instanceof Completed completed
                ? completed.awardOf(
                        ended.granted(),
                        ended.job().awardedPoints(),
                        () -> Objects.requireNonNull(
                                        tables.users.get(ended.job().userId()))
                                .points(),
                        sign -> tables.signs.containsKey(sign) && !tables.retiredSigns.contains(sign))
                : Optional.empty();
    }

    @Override
    public boolean endQueued(JobId id, JobStatus status, String error, Instant now, long key) {
        String reason = JobOutcome.storableError(error);
        return updateIf(id, job -> job.is(JobStatus.QUEUED), job -> job.endedWithoutClaim(status, reason, now, key))
                || wasEndedBy(id, key);
    }

    @Override
    public Cancellation cancel(JobId id, long userId, Instant now, long key) {
        return tables.transaction(() -> {
            StoredJob stored = tables.jobs.get(id);
            if (stored == null || stored.job().userId() != userId) {
                return new Cancellation.NoSuchJob(id);
            }
            if (stored.wasEndedBy(key)) {
                return new Cancellation.Cancelled(id);
            }
            if (stored.job().status().ended()) {
                return new Cancellation.AlreadyEnded(id, stored.job().status());
            }
            tables.jobs.put(id, stored.endedWithoutClaim(JobStatus.CANCELLED, CANCELLED, now, key));
            return new Cancellation.Cancelled(id);
        });
    }

    @Override
    public boolean wasEndedBy(JobId id, long key) {
        return tables.transaction(() -> {
            StoredJob stored = tables.jobs.get(id);
            return stored != null && stored.wasEndedBy(key);
        });
    }

    @Override
    public List<RecognitionJob> history(long userId, int limit, int offset) {
        return tables.transaction(() -> of(userId)
                .sorted(NEWEST_FIRST)
                .skip(offset)
                .limit(limit)
                .map(StoredJob::job)
                .toList());
    }

    @Override
    public List<RecognitionJob> historyAfter(long userId, Instant createdAt, JobId id, int limit) {
        return tables.transaction(() -> of(userId)
                .sorted(NEWEST_FIRST)
                .map(StoredJob::job)
                .filter(job -> job.createdAt().isBefore(createdAt)
                        || (job.createdAt().equals(createdAt)
                                && job.id().value().compareTo(id.value()) > 0))
                .limit(limit)
                .toList());
    }

    @Override
    public long count(long userId) {
        return tables.transaction(() -> of(userId).count());
    }

    @Override
    public boolean markPublished(JobId id) {
        return updateIf(id, job -> true, StoredJob::withPublished);
    }

    @Override
    public List<RecognitionJob> takeUnpublished(Instant createdBefore, Instant now, Instant heldUntil, int limit) {
        return tables.transaction(() -> {
            List<StoredJob> taken = oldest(
                    limit,
                    stored -> stored.is(JobStatus.QUEUED)
                            && stored.job().attempts() == 0
                            && stored.isToBeSentAt(now, createdBefore));
            taken.forEach(stored -> tables.jobs.put(stored.job().id(), stored.heldBackUntil(heldUntil)));
            return taken.stream().map(StoredJob::job).toList();
        });
    }

    @Override
    public void holdBack(Collection<JobId> ids, Instant until) {
        tables.transaction(() -> {
            ids.forEach(id -> tables.jobs.computeIfPresent(id, (key, stored) -> stored.heldBackUntil(until)));
            return ids;
        });
    }

    @Override
    public int releaseAbandoned(Instant leaseBefore, int limit) {
        return tables.transaction(() -> {
            List<StoredJob> abandoned = oldest(limit, stored -> stored.leaseRanOutBefore(leaseBefore));
            abandoned.forEach(stored -> tables.jobs.put(stored.job().id(), stored.released()));
            return abandoned.size();
        });
    }

    @Override
    public List<JobId> findQueued(Instant createdBefore, int offset, int limit) {
        return tables.transaction(() -> ids(oldest(
                offset,
                limit,
                stored ->
                        stored.is(JobStatus.QUEUED) && stored.job().createdAt().isBefore(createdBefore))));
    }

    @Override
    public List<JobId> findEnded(Instant endedBefore, int offset, int limit) {
        return tables.transaction(() -> ids(oldest(offset, limit, stored -> stored.endedBefore(endedBefore))));
    }

    @Override
    public int delete(Collection<JobId> ids) {
        return tables.transaction(() -> (int) ids.stream()
                .distinct()
                .filter(id -> tables.jobs.remove(id) != null)
                .count());
    }

    private Stream<StoredJob> of(long userId) {
        return tables.jobs.values().stream().filter(stored -> stored.job().userId() == userId);
    }

    private List<StoredJob> oldest(int limit, Predicate<StoredJob> wanted) {
        return oldest(0, limit, wanted);
    }

    private List<StoredJob> oldest(int offset, int limit, Predicate<StoredJob> wanted) {
        return tables.jobs.values().stream()
                .filter(wanted)
                .sorted(OLDEST_FIRST)
                .skip(offset)
                .limit(limit)
                .toList();
    }

    private static List<JobId> ids(List<StoredJob> jobs) {
        return jobs.stream().map(stored -> stored.job().id()).toList();
    }

    private boolean updateIf(JobId id, Predicate<StoredJob> condition, UnaryOperator<StoredJob> update) {
        return tables.transaction(() -> {
            StoredJob stored = tables.jobs.get(id);
            if (stored == null || !condition.test(stored)) {
                return false;
            }
            tables.jobs.put(id, update.apply(stored));
            return true;
        });
    }
}
