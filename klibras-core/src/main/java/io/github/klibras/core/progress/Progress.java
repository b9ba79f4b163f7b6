package io.github.klibras.core.progress;

import io.github.klibras.core.catalog.Sign;
import io.github.klibras.core.internal.Listeners;

import java.util.List;

/**
 * Learners' progress, for hosts that also teach signs without video recognition. Thread-safe.
 *
 * <p>Any method may throw a {@link io.github.klibras.core.StoreException} if the store fails;
 * nothing was changed then, unless the connection broke during the commit.
 */
public final class Progress {

    private final ProgressStore store;
    private final AwardListener listener;

    /** Creates the service without a listener. */
    public Progress(ProgressStore store) {
        this(store, AwardListener.NONE);
    }

    /**
     * Creates the service.
     *
     * @param store where progress is kept
     * @param listener notified of awards by {@link #learnSign} after their commit, if the store can
     *     observe it, but not of signs paid with a module
     */
    public Progress(ProgressStore store, AwardListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Records that the learner knows the sign and pays for it, unless the learner already knew it. */
    public Award learnSign(long userId, long signId) {
        Award award = store.learnSign(userId, signId);
        if (award instanceof Award.Granted granted) {
            store.afterCommit(() -> Listeners.notify(listener, l -> l.awarded(userId, granted)));
        }
        return award;
    }

    /** Records that the learner has completed the module and pays for those of its signs that were not yet known. */
    public ModuleCompletion completeModule(long userId, long moduleId) {
        return store.completeModule(userId, moduleId);
    }

    /** Returns the signs that the learner knows, in the order of their ids; empty if there is no such learner. */
    public List<Sign> knownSigns(long userId) {
        return store.knownSigns(userId);
    }

    /** Returns the modules that the learner has completed, in the order of their ids; empty if there is no such learner. */
    public List<CompletedModule> completedModules(long userId) {
        return store.completedModules(userId);
    }
}
