package io.github.klibras.core.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Failures of independent actions, each of which is attempted even if others have failed. Not thread-safe. */
public final class Failures {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private final List<RuntimeException> failures = new ArrayList<>();

    /**
     * Runs an action; a failure is logged and kept.
     *
     * @param what describes the action in the log, such as "purging job 7"
     * @return whether it succeeded
     */
    public boolean attempt(String what, Runnable action) {
        try {
            action.run();
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, what + " failed", e);
            failures.add(e);
            return false;
        }
    }

    /** Returns how many actions have failed. */
    public int count() {
        return failures.size();
    }

    /** Throws the first failure, if any, with the others suppressed. */
    public void rethrow() {
        if (failures.isEmpty()) {
            return;
        }
        RuntimeException first = failures.get(0);
        failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        throw first;
    }
}
