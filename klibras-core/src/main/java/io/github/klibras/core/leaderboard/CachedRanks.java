package io.github.klibras.core.leaderboard;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.StoreException;
import io.github.klibras.core.backoff.Ticker;
import io.github.klibras.core.internal.Nanos;
import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ranks for pages that show one with every request. All learners are counted once in a while, not with every request; a
 * rank then is a search among the different numbers of points that there are, which takes less than a microsecond.
 *
 * <p>An exact rank, {@link Leaderboard#entry}, counts all who are ahead, which takes as long as there are many of them.
 *
 * <p>Thread-safe. When the count is too old, one of the callers counts anew, and the others get the old one meanwhile;
 * only while there is none at all do they wait.
 */
public final class CachedRanks {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    /** The numbers of points, ascending, and how many learners have at most so many. */
    private static final class Counts {

        final int[] points;
        final long[] upTo;
        final long countedAt;

        private Counts(int[] points, long[] upTo, long countedAt) {
            this.points = points;
            this.upTo = upTo;
            this.countedAt = countedAt;
        }

        static Counts of(List<PointsCount> histogram, long countedAt) {
            int[] points = new int[histogram.size()];
            long[] upTo = new long[histogram.size()];
            long sum = 0;
            for (int i = 0; i < points.length; i++) {
                PointsCount count = histogram.get(points.length - 1 - i);
                points[i] = count.points();
                sum += count.learners();
                upTo[i] = sum;
            }
            return new Counts(points, upTo, countedAt);
        }

        long all() {
            return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
        }

        /** How many different numbers of points there are up to this one. */
        int different(int limit) {
            int found = Arrays.binarySearch(points, limit);
            return found >= 0 ? found + 1 : -found - 1;
        }

        /** How many learners have at most so many points. */
        long upTo(int limit) {
            int different = different(limit);
            return different == 0 ? 0 : upTo[different - 1];
        }
    }

    private final LeaderboardStore store;
    private final Audience audience;
    private final TiePolicy ties;
    private final long timeToLive;
    private final Ticker ticker;
    private final ReentrantLock counting = new ReentrantLock();
    private volatile @Nullable Counts counts;

    /**
     * Makes ranks of which none is counted yet.
     *
     * @param store where learners are counted
     * @param audience who takes part
     * @param ties which rank those with equal points get; not {@link TiePolicy#ORDINAL}, which the number of points alone
     *     does not tell
     * @param timeToLive how old a count may be before it is made anew, positive
     * @param ticker tells how old it is
     * @throws InvalidInputException if the policy is ordinal or the time is not positive
     */
    public CachedRanks(LeaderboardStore store, Audience audience, TiePolicy ties, Duration timeToLive, Ticker ticker) {
        if (ties == TiePolicy.ORDINAL) {
            throw new InvalidInputException(
                    "Cached ranks can not be ordinal: they are told by the number of points alone");
        }
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new InvalidInputException("The time to live is " + timeToLive + "; it must be positive");
        }
        this.store = store;
        this.audience = audience;
        this.ties = ties;
        this.timeToLive = Nanos.of(timeToLive);
        this.ticker = ticker;
    }

    /**
     * Tells where a learner with so many points stands. A learner whose points have just changed stands right at once:
     * the others are what is old.
     *
     * @param points the learner's points, not negative
     * @throws StoreException if nothing has been counted yet, and the store fails
     */
    public RankEstimate of(int points) {
        Counts current = current();
        long atMost = current.upTo(points);
        long fewer = current.upTo(points - 1);
        long rank = 1
                + (ties == TiePolicy.DENSE
                        ? current.points.length - current.different(points)
                        : current.all() - atMost);
        double percentile = current.all() == 0 ? 0 : 100.0 * fewer / current.all();
        return new RankEstimate(
                rank, current.all(), percentile, Duration.ofNanos(ticker.nanoTime() - current.countedAt));
    }

    private Counts current() {
        Counts last = counts;
        if (last != null && fresh(last)) {
            return last;
        }
        if (last == null) {
            counting.lock();
        } else if (!counting.tryLock()) {
            return last;
        }
        try {
            return counted();
        } finally {
            counting.unlock();
        }
    }

    private Counts counted() {
        Counts last = counts;
        if (last != null && fresh(last)) {
            return last;
        }
        long now = ticker.nanoTime();
        try {
            Counts next = Counts.of(store.histogram(audience), now);
            counts = next;
            return next;
        } catch (StoreException e) {
            if (last == null) {
                throw e;
            }
            LOG.log(Level.WARNING, "The learners could not be counted; ranks stay as they were counted last", e);
            return last;
        }
    }

    private boolean fresh(Counts last) {
        return ticker.nanoTime() - last.countedAt < timeToLive;
    }
}
