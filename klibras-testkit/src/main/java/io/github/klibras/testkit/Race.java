package io.github.klibras.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Runs actions on separate threads that start at the same moment. */
public final class Race {

    private static final long LIMIT_SECONDS = 120;

    private Race() {}

    /**
     * Runs a numbered action on each of several threads at once.
     *
     * @param threads the number of threads, positive
     * @param action what each thread does, given its number from 0 to {@code threads - 1}
     * @return the results of the actions, in the order of their numbers
     * @throws AssertionError if an action throws, or takes longer than two minutes; the first such failure is the cause
     */
    public static <T> List<T> run(int threads, IntFunction<? extends T> action) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                Callable<T> racer = () -> {
                    start.await(LIMIT_SECONDS, TimeUnit.SECONDS);
                    return action.apply(number);
                };
                running.add(pool.submit(racer));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(LIMIT_SECONDS, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("A racing thread failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("The race did not end within " + LIMIT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted during the race", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
