package io.github.klibras.core.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Completes futures away from the thread that finds out: whoever waits may do anything on being woken, and the thread
 * of a scheduler must not be held up.
 */
public final class Completions {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private Completions() {}

    /**
     * Runs a completion on the executor; if that takes no more work, where the JDK runs what is given no executor.
     *
     * @param completion does nothing if it is run again
     */
    public static void run(Executor executor, Runnable completion) {
        try {
            executor.execute(completion);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The executor takes no more work; futures complete on the JVM's common pool", e);
            runAnyway(completion);
        }
    }

    /** Runs a completion where the JDK runs what is given no executor, because the host's own one is stuck. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for a completion.
    public static void runAnyway(Runnable completion) {
        CompletableFuture.runAsync(completion);
    }
}
