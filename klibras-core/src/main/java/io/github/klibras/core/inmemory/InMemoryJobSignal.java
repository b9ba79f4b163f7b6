package io.github.klibras.core.inmemory;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobSignal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A signal between the threads of one process. Thread-safe. */
public final class InMemoryJobSignal implements JobSignal {

    private final List<Consumer<JobId>> listeners = new CopyOnWriteArrayList<>();

    /** Tells all subscribers, on the calling thread, that a job has ended. */
    public void publish(JobId id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    @Override
    public Subscription subscribe(Consumer<JobId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
