package io.github.klibras.benchmarks;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.JobInsertion;
import io.github.klibras.core.job.JobInsertion.Inserted;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.job.NewJob;
import io.github.klibras.core.user.EmailAddress;
import io.github.klibras.core.user.NewUser;
import io.github.klibras.core.user.Registration.Registered;
import io.github.klibras.core.user.Role;
import io.github.klibras.core.user.Username;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/**
 * Jobs that end at random between 3 and 10 s after the start, at the same moments in each run, and how long afterwards
 * their waiters are notified.
 */
final class JobRun {

    private static final double SHORTEST_SECONDS = 3;
    private static final double LONGEST_SECONDS = 10;

    private final JobStore jobs;
    private final long owner;
    private final int count;
    private final long[] endsAfter;
    private final AtomicLongArray endedAt;
    private final AtomicLongArray learnedAt;

    JobRun(int count) {
        this.count = count;
        InMemoryStores stores = new InMemoryStores();
        this.jobs = stores.jobs();
        NewUser user = new NewUser(new EmailAddress("ana@example.org"), new Username("ana"), "hash", Role.USER);
        this.owner = ((Registered) stores.users().insert(user)).user().id();
        this.endedAt = new AtomicLongArray(count);
        this.learnedAt = new AtomicLongArray(count);
        Random random = new Random(42);
        this.endsAfter = random.doubles(count, SHORTEST_SECONDS, LONGEST_SECONDS)
                .sorted()
                .mapToLong(seconds -> (long) (seconds * 1e9))
                .toArray();
        for (int i = 0; i < count; i++) {
            JobInsertion insertion =
                    jobs.insert(new NewJob(id(i), owner, "bom_dia", Instant.EPOCH), JobStore.UNLIMITED);
            if (!(insertion instanceof Inserted)) {
                throw new IllegalStateException(insertion.toString());
            }
        }
    }

    JobStore jobs() {
        return jobs;
    }

    long owner() {
        return owner;
    }

    int count() {
        return count;
    }

    static JobId id(int job) {
        return new JobId("job-" + job);
    }

    /** Ends all jobs, each at its time, on the calling thread. */
    void endAll(Consumer<JobId> signal) throws InterruptedException {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            TimeUnit.NANOSECONDS.sleep(start + endsAfter[i] - System.nanoTime());
            endedAt.set(i, System.nanoTime());
            jobs.cancel(id(i), owner, Instant.EPOCH, i);
            signal.accept(id(i));
        }
    }

    /** Fails if a waiter was notified before its job had ended. */
    void requireAllEnded() {
        for (int i = 0; i < count; i++) {
            long late = learnedAt.get(i) - endedAt.get(i);
            if (late < 0) {
                throw new IllegalStateException("The waiter for job " + i + " was notified before it had ended");
            }
        }
    }

    /** Records that the waiter for a job has been notified. */
    void learned(int job) {
        learnedAt.set(job, System.nanoTime());
    }

    /** Returns the delay after the end of a job that this fraction of the jobs did not exceed. */
    Duration late(double part) {
        long[] late = new long[count];
        Arrays.setAll(late, job -> learnedAt.get(job) - endedAt.get(job));
        Arrays.sort(late);
        return Duration.ofNanos(late[Math.max(0, (int) Math.ceil(part * count) - 1)]);
    }
}
