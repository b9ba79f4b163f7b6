package io.github.klibras.core.progress;

import java.util.List;

/** Outcome of completing a module. */
public sealed interface ModuleCompletion {

    /**
     * The module is now completed.
     *
     * @param moduleId the module
     * @param newSigns the signs that the learner had not known before, by id; only these were paid
     * @param points the points paid for all of them
     * @param total the learner's points afterwards
     */
    record Completed(long moduleId, List<Long> newSigns, int points, int total) implements ModuleCompletion {

        public Completed {
            newSigns = List.copyOf(newSigns);
        }
    }

    /** The learner had already completed the module; nothing was changed. */
    record AlreadyCompleted(long moduleId) implements ModuleCompletion {}

    /** There is no such module; nothing was changed. */
    record NoSuchModule(long moduleId) implements ModuleCompletion {}

    /** There is no such learner; nothing was changed. */
    record NoSuchUser(long userId) implements ModuleCompletion {}
}
