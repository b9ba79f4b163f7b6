package io.github.klibras.core.internal;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** Failures of things that do not depend on each other: one does not keep the others from being done. Not thread-safe. */
public final class Failures {

    private static final Logger LOG = System.getLogger("io.github.klibras.core");

    private final List<RuntimeException> failures = new ArrayList<>();

    /**
     * Does something; should it fail, that is logged and kept.
     *
     * @param what for the log, such as "purging job 7"
     * @return whether it was done
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

    /** Returns how many things have failed. */
    public int count() {
        return failures.size();
    }

    /** Throws the first failure, if there is one, with the others as suppressed ones. */
    public void rethrow() {
        if (failures.isEmpty()) {
            return;
        }
        RuntimeException first = failures.get(0);
        failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        throw first;
    }
}
