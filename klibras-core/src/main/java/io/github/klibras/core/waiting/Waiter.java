package io.github.klibras.core.waiting;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Scheduler.Scheduled;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.RecognitionJob;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A pending wait for a job. Its mutable fields are guarded by the {@link JobWaiter}'s lock, except for the volatile
 * ones; {@code due} changes only while the waiter is not in the set that is sorted by it.
 */
final class Waiter {

    final JobId id;
    final long number;
    final long deadline;
    final CompletableFuture<Optional<RecognitionJob>> future = new CompletableFuture<>();
    long due;
    int lookUps;
    boolean beingRead;
    boolean signaled;
    volatile Scheduled lastCall = () -> {};

    private final long userId;
    /** The number of the read that produced {@code known}. */
    private long read;
    /** Null if no look-up has succeeded. */
    private volatile @Nullable KnownState known;

    Waiter(JobId id, long userId, long number, long deadline, long due) {
        this.id = id;
        this.userId = userId;
        this.number = number;
        this.deadline = deadline;
        this.due = due;
    }

    /**
     * Result of a look-up.
     *
     * @param job never another user's; empty if there is none
     */
    private record KnownState(Optional<RecognitionJob> job) {}

    /** Records the result of a read, unless a later read has answered; returns whether the wait is over. */
    boolean record(long number, @Nullable RecognitionJob job) {
        if (number > read) {
            read = number;
            known = new KnownState(Optional.ofNullable(job).filter(seen -> seen.userId() == userId));
        }
        KnownState state = known;
        return state != null && state.job().map(seen -> seen.status().ended()).orElse(true);
    }

    /** Answers with the last known state, or with this failure if there is none. */
    void answer(String failure) {
        KnownState state = known;
        if (state == null) {
            future.completeExceptionally(new StoreException("Job " + id + " " + failure));
        } else {
            future.complete(state.job());
        }
    }

    long due() {
        return due;
    }

    long number() {
        return number;
    }
}
