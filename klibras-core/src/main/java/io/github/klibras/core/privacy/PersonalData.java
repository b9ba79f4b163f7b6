package io.github.klibras.core.privacy;

import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearnedSign;
import io.github.klibras.core.user.User;

import java.util.List;

/**
 * All data about a person, except the hash of their password and the videos not yet processed.
 *
 * @param user the account
 * @param knownSigns by id, with the times at which they were learned
 * @param completedModules by id
 * @param jobs the newest first
 */
public record PersonalData(
        User user, List<LearnedSign> knownSigns, List<CompletedModule> completedModules, List<RecognitionJob> jobs) {

    public PersonalData {
        knownSigns = List.copyOf(knownSigns);
        completedModules = List.copyOf(completedModules);
        jobs = List.copyOf(jobs);
    }
}
