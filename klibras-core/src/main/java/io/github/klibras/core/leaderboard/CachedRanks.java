package io.github.klibras.core.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.internal.Nanos;
import io.github.klibras.core.internal.Numbers;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ranks for pages that show one with every request. Learners are counted from time to time, not with every request; a
 * rank is then a search among the distinct numbers of points, which takes less than a microsecond.
 *
 * <p>An exact rank, {@link Leaderboard#entry}, counts all who are ahead, in time proportional to their number.
 *
 * <p>Callers wait only for the first count, all for the same one; if it fails, it fails for all who waited, and the
 * next caller starts another. Call {@link #warmUp} at startup to spare them that. From then on no one waits: once a
 * count is too old, the executor runs a new one, one at a time, and callers get the old one until it is done. A count
 * that fails or is rejected by the executor is logged, leaves the old one in place, and is retried with the next call.
 * The next call also retries after an {@link Error}, which is not caught: it reaches the counting thread, or the caller
 * if the executor itself throws it.
 *
 * <p>Thread-safe.
 */
public final class CachedRanks {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private record Count(CountedLearners learners, long countedAt) {}

    private final LeaderboardStore store;
    private final Executor executor;
    private final Audience audience;
    private final TiePolicy ties;
    private final long refreshAfter;
    private final Ticker ticker;

    private final AtomicReference<@Nullable CompletableFuture<Count>> counting = new AtomicReference<>();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile @Nullable Count last;

    private CachedRanks(Builder builder) {
        this.store = builder.store;
        this.executor = builder.executor;
        this.audience = builder.audience;
        this.ties = builder.ties;
        this.refreshAfter = Nanos.of(builder.refreshAfter);
        this.ticker = builder.ticker;
    }

    /**
     * Returns a builder with the required settings.
     *
     * @param store where learners are counted
     * @param executor runs recounts; it must run or reject every task. With {@code Runnable::run}, the caller who finds
     *     the count too old recounts
     */
    public static Builder builder(LeaderboardStore store, Executor executor) {
        return new Builder(store, executor);
    }

    /**
     * Counts the learners on this thread, unless the last count is recent; if another thread is counting, waits for it.
     *
     * @throws StoreException if the store fails, or the other thread's count did
     */
    public void warmUp() {
        count();
    }

    /**
     * Returns where a learner with this many points stands. The rank reflects the given points at once; only the points
     * of the others may be stale.
     *
     * @param points the learner's points; any number, even a negative one
     * @throws StoreException if nothing has been counted yet, and the store fails or another thread's count that this
     *     call waited for did; in the latter case, that failure is the cause
     */
    public RankEstimate estimate(int points) {
        Count current = current();
        CountedLearners learners = current.learners();
        return new RankEstimate(
                learners.rank(points, ties),
                learners.all(),
                learners.percentile(points),
                Duration.ofNanos(ticker.nanoTime() - current.countedAt()));
    }

    private Count current() {
        Count known = last;
        if (known == null) {
            return count();
        }
        if (fresh(known)) {
            return known;
        }
        refresh();
        Count newest = last;
        return newest == null ? known : newest;
    }

    /** Starts a new count on the executor, unless one is running. */
    private void refresh() {
        if (!refreshing.compareAndSet(false, true)) {
            return;
        }
        boolean accepted = false;
        try {
            executor.execute(this::countInBackground);
            accepted = true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The executor did not accept a count of the learners; the next call tries again", e);
        } finally {
            if (!accepted) {
                refreshing.set(false);
            }
        }
    }

    private void countInBackground() {
        try {
            count();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The learners could not be counted; ranks stay as they were counted last", e);
        } finally {
            refreshing.set(false);
        }
    }

    /** Counts on one thread; those that call meanwhile wait for it and share its result or failure. */
    private Count count() {
        CompletableFuture<Count> own = new CompletableFuture<>();
        CompletableFuture<Count> underWay = counting.compareAndExchange(null, own);
        if (underWay != null) {
            return awaited(underWay);
        }
        try {
            Count counted = newest();
            own.complete(counted);
            return counted;
        } catch (Throwable e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            counting.set(null);
        }
    }

    private Count newest() {
        Count known = last;
        if (known != null && fresh(known)) {
            return known;
        }
        long now = ticker.nanoTime();
        Count next = new Count(new CountedLearners(store.histogram(audience)), now);
        last = next;
        return next;
    }

    private static Count awaited(CompletableFuture<Count> underWay) {
        try {
            return underWay.join();
        } catch (CompletionException e) {
            throw new StoreException("The count of the learners that this call waited for failed", e.getCause());
        }
    }

    private boolean fresh(Count count) {
        return ticker.nanoTime() - count.countedAt() < refreshAfter;
    }

    /** Builder of {@link CachedRanks}. Not thread-safe. */
    public static final class Builder {

        private final LeaderboardStore store;
        private final Executor executor;
        private Audience audience = Audience.EVERYBODY;
        private TiePolicy ties = TiePolicy.COMPETITION;
        private Duration refreshAfter = Duration.ofMinutes(1);
        private Ticker ticker = Ticker.system();

        private Builder(LeaderboardStore store, Executor executor) {
            this.store = store;
            this.executor = executor;
        }

        /** Sets who takes part; everybody by default. */
        public Builder audience(Audience audience) {
            this.audience = audience;
            return this;
        }

        /**
         * Sets which rank learners with equal points get; {@link TiePolicy#COMPETITION} by default. {@link
         * TiePolicy#ORDINAL} is refused, since points alone do not determine such a rank.
         */
        public Builder ties(TiePolicy ties) {
            this.ties = ties;
            return this;
        }

        /** Sets how old a count may be before it is refreshed, positive; one minute by default. */
        public Builder refreshAfter(Duration refreshAfter) {
            this.refreshAfter = refreshAfter;
            return this;
        }

        /** Sets the ticker that measures the age of a count; the clock of the JVM by default. */
        public Builder ticker(Ticker ticker) {
            this.ticker = ticker;
            return this;
        }

        /**
         * Returns the ranks, without counting anything yet.
         *
         * @throws InvalidInputException if the policy is ordinal or the time is not positive
         */
        public CachedRanks build() {
            if (ties == TiePolicy.ORDINAL) {
                throw new InvalidInputException(
                        "Cached ranks cannot be ordinal: the number of points alone does not give such a rank");
            }
            Numbers.positive("refreshAfter of cached ranks", refreshAfter);
            return new CachedRanks(this);
        }
    }
}
