package io.github.klibras.benchmarks;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Medians of repeated calls. */
final class Timing {

    private static final int WARM_UP = 300;
    private static final int RUNS = 500;
    private static final int TURNS = 5;
    private static final long ENOUGH_NANOS = 10_000_000_000L;

    private Timing() {}

    /**
     * Returns how many times as long one call takes as another one, at the median. The two alternate, so that both meet
     * the same state of JVM, caches and machine.
     */
    static double ratio(IntFunction<?> call, IntFunction<?> peer) {
        double[] ratios = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            double mine = median(call);
            ratios[turn] = mine / median(peer);
        }
        Arrays.sort(ratios);
        return ratios[TURNS / 2];
    }

    /**
     * Returns the median time of a call, in milliseconds.
     *
     * @param call receives the number of the run; returns its result, so that the computation is not optimized away
     */
    static double median(IntFunction<?> call) {
        int sink = 0;
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP && System.nanoTime() - start < ENOUGH_NANOS / 4; i++) {
            sink += call.apply(i).hashCode();
        }
        long[] nanos = new long[RUNS];
        int runs = 0;
        start = System.nanoTime();
        while (runs < RUNS && (runs < 3 || System.nanoTime() - start < ENOUGH_NANOS)) {
            long before = System.nanoTime();
            sink += call.apply(WARM_UP + runs).hashCode();
            nanos[runs++] = System.nanoTime() - before;
        }
        long[] sorted = Arrays.copyOf(nanos, runs);
        Arrays.sort(sorted);
        return sink == Integer.MIN_VALUE ? -1 : sorted[runs / 2] / 1e6;
    }
}
