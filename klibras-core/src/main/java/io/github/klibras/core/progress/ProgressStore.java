package io.github.klibras.core.progress;

import io.github.klibras.core.TransactionAware;
import io.github.klibras.core.catalog.Sign;

import java.util.List;

/**
 * Store of the signs that learners know, and the points paid for them.
 *
 * <p>A sign is paid only once per learner, ever: points are added only in the transaction that records the sign as
 * known. Thread-safe: concurrent calls for one learner neither lose points nor pay twice, and none of them fails
 * because of the others. Any method may throw a {@link io.github.klibras.core.StoreException}.
 */
public interface ProgressStore extends TransactionAware {

    /** Records that the learner knows the sign and pays for it, unless the learner already knew it. */
    Award learnSign(long userId, long signId);

    /**
     * Records that the learner has completed the module, and pays for those of its signs that were not yet known.
     *
     * <p>The reverse does not hold: knowing all its signs does not complete a module.
     */
    ModuleCompletion completeModule(long userId, long moduleId);

    /** Returns the signs that the learner knows, by id; empty also if there is no such learner. */
    List<Sign> knownSigns(long userId);

    /** Returns the same signs with the times at which they were learned. */
    List<LearnedSign> learnedSigns(long userId);

    /** Returns the modules that the learner has completed, by id; empty also if there is no such learner. */
    List<CompletedModule> completedModules(long userId);

    /**
     * Returns the learners whose points differ from the sum of the current points of the signs that they know, by id.
     * Where only this library writes, there are none, unless the points of a sign were changed.
     */
    List<PointsDifference> pointsDifferences();

    /**
     * Sets the points of those learners to that sum.
     *
     * @return the differences that were corrected, as {@link #pointsDifferences} would have returned them before
     */
    List<PointsDifference> recomputePoints();
}
