package io.github.klibras.core.leaderboard;

import java.util.Arrays;
import java.util.List;

/** How many learners had how many points when they were counted. Immutable. */
final class CountedLearners {

    /** The distinct numbers of points, ascending. */
    private final int[] points;

    /** How many learners have at most {@code points[i]}. */
    private final long[] upTo;

    /**
     * Sums up a histogram.
     *
     * @param histogram the greatest number of points first
     */
    CountedLearners(List<PointsCount> histogram) {
        points = new int[histogram.size()];
        upTo = new long[histogram.size()];
        long sum = 0;
        for (int i = 0; i < points.length; i++) {
            PointsCount count = histogram.get(points.length - 1 - i);
            points[i] = count.points();
            sum += count.learners();
            upTo[i] = sum;
        }
    }

    long all() {
        return learners(points.length);
    }

    /**
     * Returns the rank of a learner with this many points.
     *
     * @param ties not ordinal
     */
    long rank(int limit, TiePolicy ties) {
        int distinct = upTo(limit);
        return 1 + (ties == TiePolicy.DENSE ? points.length - distinct : all() - learners(distinct));
    }

    /**
     * Returns the {@link Percentile} of a learner with this many points: one of the counted learners if any of them had
     * as many, otherwise an additional learner.
     */
    double percentile(int limit) {
        boolean counted = below(limit) < upTo(limit);
        return Percentile.of(learners(below(limit)), counted ? all() - 1 : all());
    }

    /** Returns how many distinct numbers of points are not above the limit. */
    private int upTo(int limit) {
        int found = Arrays.binarySearch(points, limit);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Returns how many distinct numbers of points are below the limit. */
    private int below(int limit) {
        int found = Arrays.binarySearch(points, limit);
        return found >= 0 ? found : -found - 1;
    }

    /** Returns how many learners have one of the lowest distinct numbers of points. */
    private long learners(int distinct) {
        return distinct == 0 ? 0 : upTo[distinct - 1];
    }
}
