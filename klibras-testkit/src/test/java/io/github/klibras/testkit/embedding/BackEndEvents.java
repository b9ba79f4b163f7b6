package io.github.klibras.testkit.embedding;

import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.progress.Award;
import io.github.klibras.core.progress.AwardListener;
import io.github.klibras.core.service.JobListener;

import java.util.concurrent.atomic.LongAdder;

// snippet listeners
/** Counts events, and wakes whoever waits for a job that has ended. Thread-safe. */
final class BackEndEvents implements JobListener, AwardListener {

    final InMemoryJobSignal signal = new InMemoryJobSignal();
    final LongAdder ended = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder workNanos = new LongAdder();
    final LongAdder pointsPaid = new LongAdder();

    @Override
    public void ended(JobEnd end) {
        ended.increment();
        workNanos.add(end.elapsed().toNanos());
        if (end.status() != JobStatus.COMPLETED) {
            failed.increment();
        }
        signal.ended(end);
    }

    @Override
    public void awarded(long userId, Award.Granted award) {
        pointsPaid.add(award.points());
    }
}
// end
