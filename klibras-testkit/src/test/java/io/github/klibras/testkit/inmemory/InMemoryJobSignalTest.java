package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.waiting.JobSignal;
import io.github.klibras.testkit.waiting.JobSignalContract;

class InMemoryJobSignalTest extends JobSignalContract {

    private final InMemoryJobSignal signal = new InMemoryJobSignal();

    @Override
    protected JobSignal signal() {
        return signal;
    }

    @Override
    protected void end(JobId id) {
        signal.ended(new JobEnd(id, JobStatus.COMPLETED));
    }
}
