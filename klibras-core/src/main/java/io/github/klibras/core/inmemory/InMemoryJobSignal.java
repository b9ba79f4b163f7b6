package io.github.klibras.core.inmemory;

import io.github.klibras.core.internal.Subscribers;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.service.JobListener;
import io.github.klibras.core.waiting.JobSignal;

import java.util.function.Consumer;

/**
 * A signal between the threads of one process: pass it as the listener to services that end jobs, and as the signal to
 * those that wait for them. Thread-safe.
 */
public final class InMemoryJobSignal implements JobSignal, JobListener {

    private final Subscribers<JobId> subscribers = new Subscribers<>();

    @Override
    public void ended(JobEnd end) {
        subscribers.notifyOf(end.id());
    }

    @Override
    public Subscription subscribe(Consumer<JobId> subscriber) {
        return subscribers.add(subscriber)::run;
    }
}
