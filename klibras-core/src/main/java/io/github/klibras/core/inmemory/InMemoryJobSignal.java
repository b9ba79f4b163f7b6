package io.github.klibras.core.inmemory;

import io.github.klibras.core.internal.Listeners;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobListener;
import io.github.klibras.core.job.JobSignal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A signal between the threads of one process: give it as listener to whatever ends jobs, and as signal to whoever waits
 * for them. Thread-safe.
 */
public final class InMemoryJobSignal implements JobSignal, JobListener {

    private final List<Consumer<JobId>> subscribers = new CopyOnWriteArrayList<>();

    @Override
    public void ended(JobEnd end) {
        subscribers.forEach(subscriber -> Listeners.tell(subscriber, told -> told.accept(end.id())));
    }

    @Override
    public Subscription subscribe(Consumer<JobId> subscriber) {
        // An object of its own, so that closing twice does not end the subscription of an equal subscriber.
        Consumer<JobId> own = id -> subscriber.accept(id);
        subscribers.add(own);
        return () -> subscribers.remove(own);
    }
}
