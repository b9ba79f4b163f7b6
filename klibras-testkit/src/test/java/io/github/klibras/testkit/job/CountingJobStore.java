package io.github.klibras.testkit.job;

import io.github.klibras.core.job.Claim;
import io.github.klibras.core.job.ClaimResult;
import io.github.klibras.core.job.FinishResult;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobOutcome;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.job.RecognitionJob;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Counts the batched reads of a store, and disturbs them when told to. For tests of one thread. */
final class CountingJobStore implements JobStore {

    private final JobStore store;
    private int reads;
    private int failures;
    private @Nullable Runnable afterNextRead;

    CountingJobStore(JobStore store) {
        this.store = store;
    }

    int reads() {
        return reads;
    }

    void failReads(int count) {
        failures = count;
    }

    void afterNextRead(Runnable action) {
        afterNextRead = action;
    }

    @Override
    public List<RecognitionJob> findAll(Collection<JobId> ids) {
        reads++;
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the store is down, for a test");
        }
        List<RecognitionJob> found = store.findAll(ids);
        Runnable action = afterNextRead;
        afterNextRead = null;
        if (action != null) {
            action.run();
        }
        return found;
    }

    @Override
    public boolean insert(NewJob job) {
        return store.insert(job);
    }

    @Override
    public Optional<RecognitionJob> find(JobId id) {
        return store.find(id);
    }

    @Override
    public ClaimResult claim(JobId id, Instant now, Instant leaseUntil) {
        return store.claim(id, now, leaseUntil);
    }

    @Override
    public boolean renew(Claim claim, Instant leaseUntil) {
        return store.renew(claim, leaseUntil);
    }

    @Override
    public boolean release(Claim claim) {
        return store.release(claim);
    }

    @Override
    public FinishResult finish(Claim claim, JobOutcome outcome, Instant now) {
        return store.finish(claim, outcome, now);
    }

    @Override
    public boolean failQueued(JobId id, String error, Instant now) {
        return store.failQueued(id, error, now);
    }
}
