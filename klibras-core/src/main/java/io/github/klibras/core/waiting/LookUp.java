package io.github.klibras.core.waiting;

import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.job.JobId;

import java.util.List;

/** A read of jobs. Its limit is guarded by the {@link JobWaiter}'s lock. */
final class LookUp {

    final long number;
    final List<Waiter> waiters;
    final List<JobId> ids;
    Scheduled limit = () -> {};

    LookUp(long number, List<Waiter> waiters, List<JobId> ids) {
        this.number = number;
        this.waiters = waiters;
        this.ids = ids;
    }
}
