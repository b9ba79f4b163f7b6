package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobOutcome.Completed;
import io.github.klibras.core.job.JobOutcome.Failed;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.Award.Granted;
import io.github.klibras.core.progress.ProgressStore;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

final class InMemoryJobStore implements JobStore {

    private final Tables tables;
    private final ProgressStore progress;

    InMemoryJobStore(Tables tables, ProgressStore progress) {
        this.tables = tables;
        this.progress = progress;
    }

    @Override
    public boolean insert(NewJob job) {
        return tables.transaction(() -> tables.jobs.putIfAbsent(job.id(), StoredJob.queued(job)) == null);
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
    public boolean renew(Claim claim, Instant leaseUntil) {
        return updateIf(claim.jobId(), job -> job.heldBy(claim), job -> job.renewed(leaseUntil));
    }

    @Override
    public boolean release(Claim claim) {
        return updateIf(claim.jobId(), job -> job.heldBy(claim), StoredJob::released);
    }

    @Override
    public FinishResult finish(Claim claim, JobOutcome outcome, Instant now) {
        return tables.transaction(() -> {
            StoredJob stored = tables.jobs.get(claim.jobId());
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
            int points = award.orElse(null) instanceof Granted granted ? granted.points() : 0;
            tables.jobs.put(claim.jobId(), stored.completed(completed, points, now));
            return new FinishResult.Finished(award);
        });
    }

    @Override
    public boolean failQueued(JobId id, String error, Instant now) {
        return updateIf(
                id, job -> job.job().status() == JobStatus.QUEUED, job -> job.failed(JobOutcome.storable(error), now));
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
