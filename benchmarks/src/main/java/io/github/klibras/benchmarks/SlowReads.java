package io.github.klibras.benchmarks;

import io.github.klibras.core.job.JobStore;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Makes each look-up of a store take as long as one over the network, and counts them. Thread-safe. */
final class SlowReads {

    private final JobStore store;
    private final Duration duration;
    private final AtomicLong reads = new AtomicLong();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();

    SlowReads(JobStore store, Duration duration) {
        this.store = store;
        this.duration = duration;
    }

    /** Returns the number of reads so far. */
    long reads() {
        return reads.get();
    }

    /** Returns the greatest number of reads that ran at the same time. */
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    /** Returns the store as waiters see it. */
    JobStore store() {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    if (method.getName().startsWith("find")) {
                        read();
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void read() throws InterruptedException {
        reads.incrementAndGet();
        mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            Thread.sleep(duration.toMillis());
        } finally {
            running.decrementAndGet();
        }
    }
}
