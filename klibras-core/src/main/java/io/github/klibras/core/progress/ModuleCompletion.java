package io.github.klibras.core.progress;

import java.util.List;

/** What came of completing a module. */
public sealed interface ModuleCompletion {

    /**
     * The module is completed now.
     *
     * @param moduleId the module
     * @param newSigns the signs that the learner had not known, by id; only these were paid
     * @param points what was paid for them together
     * @param total the learner's points after it
     */
    record Completed(long moduleId, List<Long> newSigns, int points, int total) implements ModuleCompletion {

        public Completed {
            newSigns = List.copyOf(newSigns);
        }
    }

    /** The learner had completed the module before; nothing was changed. */
    record AlreadyCompleted(long moduleId) implements ModuleCompletion {}

    /** There is no such module; nothing was changed. */
    record NoSuchModule(long moduleId) implements ModuleCompletion {}

    /** There is no such learner; nothing was changed. */
    record NoSuchUser(long userId) implements ModuleCompletion {}
}
