package io.github.klibras.testkit.waiting;

import io.github.klibras.core.job.JobStore;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collection;

/** Counts the batched reads of a store, and disturbs them on request. For single-threaded tests. */
final class CountingJobStore {

    private final JobStore store;
    private int reads;
    private int most;
    private int failures;
    private @Nullable Runnable afterNextRead;
    private @Nullable Error nextError;

    CountingJobStore(JobStore store) {
        this.store = store;
    }

    int reads() {
        return reads;
    }

    /** Returns the number of jobs in the largest read. */
    int most() {
        return most;
    }

    void failReads(int count) {
        failures = count;
    }

    void failNextReadBy(Error error) {
        nextError = error;
    }

    void afterNextRead(Runnable action) {
        afterNextRead = action;
    }

    /** Returns the store whose reads are counted and disturbed. */
    JobStore store() {
        return (JobStore) Proxy.newProxyInstance(
                JobStore.class.getClassLoader(), new Class<?>[] {JobStore.class}, (proxy, method, args) -> {
                    boolean read = method.getName().equals("findAll");
                    if (read) {
                        reads++;
                        most = Math.max(most, ((Collection<?>) args[0]).size());
                        Error error = nextError;
                        nextError = null;
                        if (error != null) {
                            throw error;
                        }
                        if (failures > 0) {
                            failures--;
                            throw new IllegalStateException("the store is down, for a test");
                        }
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        Runnable action = afterNextRead;
                        if (read && action != null) {
                            afterNextRead = null;
                            action.run();
                        }
                    }
                });
    }
}
