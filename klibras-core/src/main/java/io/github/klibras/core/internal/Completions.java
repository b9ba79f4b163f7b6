package io.github.klibras.core.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Completes futures away from the thread that has their result: dependent code may do anything when a future completes,
 * and must not block a scheduler's thread.
 */
public final class Completions {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private Completions() {}

    /**
     * Runs a completion on the executor or, if that rejects it, on the JDK's default executor for asynchronous work.
     *
     * @param completion must do nothing if it is run again
     */
    public static void run(Executor executor, Runnable completion) {
        try {
            executor.execute(completion);
        } catch (Throwable e) {
            LOG.log(Level.WARNING, "The executor takes no more work; futures complete on the JVM's common pool", e);
            runAnyway(completion);
        }
    }

    /** Runs a completion on the JDK's default executor for asynchronous work, because the host's own one is stuck. */
    @SuppressWarnings("FutureReturnValueIgnored") // No one waits for a completion.
    public static void runAnyway(Runnable completion) {
        CompletableFuture.runAsync(completion);
    }
}
