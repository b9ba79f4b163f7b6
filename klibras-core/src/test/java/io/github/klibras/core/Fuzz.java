package io.github.klibras.core;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Runs a test on many random cases; {@code -Dklibras.fuzz.cases=N} sets how many. A failure names its case. */
public final class Fuzz {

    /** One case; all its randomness comes from the given source. */
    public interface Case {
        void run(RandomGenerator random) throws Exception;
    }

    private Fuzz() {}

    public static void cases(Case body) {
        int cases = Integer.getInteger("klibras.fuzz.cases", 20_000);
        for (int seed = 0; seed < cases; seed++) {
            one(seed, body);
        }
    }

    /** Runs one case again. */
    public static void one(int seed, Case body) {
        try {
            body.run(new SplittableRandom(seed));
        } catch (Exception | Error e) {
            throw new AssertionError("Case " + seed + ": " + e.getMessage(), e);
        }
    }

    /** Returns how many bytes this thread has allocated on the heap so far. */
    public static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
