package io.github.klibras.benchmarks;

import io.github.klibras.core.backoff.Backoff;
import io.github.klibras.core.backoff.ExponentialBackoff;
import io.github.klibras.core.backoff.Scheduler;
import io.github.klibras.core.inmemory.InMemoryJobSignal;
import io.github.klibras.core.job.JobEnd;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobStatus;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.waiting.JobSignal;
import io.github.klibras.core.waiting.JobWaiter;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Ten thousand callers wait for jobs of 3 to 10 s, on one {@link JobWaiter} with and without signals, and on a polling
 * thread each. Promises of the first: at most four threads, and at most one batched read per tick of 10 ms.
 */
public final class WaiterBenchmark {

    private static final int MAX_THREADS = 4;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration READ = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long STACK_BYTES = 128 * 1024;

    private record Figures(String name, JobRun run, int threads, long heapBytes, SlowReads reads, Duration elapsed) {

        double readsPerTick() {
            return reads.reads() * (double) TICK.toNanos() / elapsed.toNanos();
        }

        double connections() {
            return reads.reads() * (double) READ.toNanos() / elapsed.toNanos();
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "%-34s %8.1f %8.1f %8.1f %8d %9d %9.2f %9.2f %9d",
                    name,
                    millis(run.late(0.5)),
                    millis(run.late(0.99)),
                    millis(run.late(1)),
                    threads,
                    reads.reads(),
                    readsPerTick(),
                    connections(),
                    heapBytes);
        }

        private static double millis(Duration duration) {
            return duration.toNanos() / 1e6;
        }
    }

    private WaiterBenchmark() {}

    /**
     * Runs the benchmark.
     *
     * @param args the number of callers; default 10000
     */
    public static void main(String[] args) throws InterruptedException {
        int waiters = args.length == 0 ? 10_000 : Integer.parseInt(args[0]);
        System.out.printf(
                Locale.ROOT,
                "%d waiters, jobs of 3 to 10 s, %d ms a read; Java %s, %d processors, heap of %d MiB%n",
                waiters,
                READ.toMillis(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        ExponentialBackoff backoff = ExponentialBackoff.defaults();
        InMemoryJobSignal signal = new InMemoryJobSignal();
        Consumer<JobId> publish = id -> signal.ended(new JobEnd(id, JobStatus.CANCELLED));
        // Warm-up for the JIT, not printed.
        shared("warm-up", Math.min(waiters, 1000), signal, publish);

        List<Figures> figures = new ArrayList<>();
        figures.add(shared("JobWaiter, signals", waiters, signal, publish));
        figures.add(shared("JobWaiter, all signals lost", waiters, listener -> () -> {}, id -> {}));
        figures.add(threadEach("thread each, fixed 0.5 s", waiters, Backoff.fixed(Duration.ofMillis(500))));
        figures.add(threadEach("thread each, 0.1 s x1.5 up to 2 s", waiters, backoff));

        System.out.printf(
                "%-34s %8s %8s %8s %8s %9s %9s %9s %9s%n",
                "", "p50 ms", "p99 ms", "max ms", "threads", "reads", "per tick", "busy", "heap B");
        figures.forEach(row -> System.out.println(row.row()));
        System.out.println("ms: from the end of a job until its waiter knows; threads: beyond those before the run;\n"
                + "busy: connections in use on average; heap B: bytes on the heap for each waiter, without stacks");

        List<String> broken = broken(figures.subList(0, 2));
        broken.forEach(System.out::println);
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private static List<String> broken(List<Figures> shared) {
        List<String> broken = new ArrayList<>();
        for (Figures figures : shared) {
            if (figures.threads() > MAX_THREADS) {
                broken.add("BROKEN: " + figures.name() + " used " + figures.threads() + " threads");
            }
            if (figures.readsPerTick() > 1 || figures.reads().mostAtOnce() > 1) {
                broken.add("BROKEN: " + figures.name() + " read more than once in a tick");
            }
        }
        return broken;
    }

    private static Figures shared(String name, int waiters, JobSignal signal, Consumer<JobId> publish)
            throws InterruptedException {
        JobRun run = new JobRun(waiters);
        SlowReads reads = new SlowReads(run.jobs(), READ);
        long heap = usedHeap();
        int threads = threadsNow();
        // Starts as many threads as are needed, so that they can be counted.
        ExecutorService executor = Executors.newCachedThreadPool();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        long started = System.nanoTime();
        try (JobWaiter waiter = JobWaiter.builder(reads.store(), signal, Scheduler.on(timer), executor)
                .build()) {
            CompletableFuture<?>[] futures = new CompletableFuture<?>[waiters];
            for (int i = 0; i < waiters; i++) {
                int job = i;
                futures[i] = waiter.await(JobRun.id(i), run.owner(), PATIENCE).thenRun(() -> run.learned(job));
            }
            long heapEach = (usedHeap() - heap) / waiters;
            run.endAll(publish);
            CompletableFuture.allOf(futures).join();
            run.requireAllEnded();
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            return new Figures(name, run, peakThreads() - threads, heapEach, reads, elapsed);
        } finally {
            timer.shutdownNow();
            executor.shutdownNow();
        }
    }

    private static Figures threadEach(String name, int waiters, Backoff backoff) throws InterruptedException {
        JobRun run = new JobRun(waiters);
        SlowReads reads = new SlowReads(run.jobs(), READ);
        JobStore store = reads.store();
        long heap = usedHeap();
        int threads = threadsNow();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> polling = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            int job = i;
            Thread thread = new Thread(null, () -> poll(run, job, store, backoff, start), "poll-" + i, STACK_BYTES);
            thread.start();
            polling.add(thread);
        }
        long heapEach = (usedHeap() - heap) / waiters;
        long started = System.nanoTime();
        start.countDown();
        run.endAll(id -> {});
        for (Thread thread : polling) {
            thread.join();
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return new Figures(name, run, peakThreads() - threads, heapEach, reads, elapsed);
    }

    private static void poll(JobRun run, int job, JobStore store, Backoff backoff, CountDownLatch start) {
        try {
            start.await();
            JobId id = JobRun.id(job);
            int asked = 0;
            while (!store.find(id).orElseThrow().status().ended()) {
                asked++;
                Thread.sleep(backoff.delay(asked).toMillis());
            }
            run.learned(job);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int threadsNow() {
        ManagementFactory.getThreadMXBean().resetPeakThreadCount();
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static int peakThreads() {
        return ManagementFactory.getThreadMXBean().getPeakThreadCount();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
