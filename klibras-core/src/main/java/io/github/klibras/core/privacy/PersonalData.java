package io.github.klibras.core.privacy;

import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.progress.CompletedModule;
import io.github.klibras.core.progress.LearntSign;
import io.github.klibras.core.user.User;

import java.util.List;

/**
 * All that is known of a person, but the hash of their password and the videos that have not been worked on.
 *
 * @param user the account
 * @param knownSigns by id, with the times at which they were learnt
 * @param completedModules by id
 * @param jobs the newest first
 */
public record PersonalData(
        User user, List<LearntSign> knownSigns, List<CompletedModule> completedModules, List<RecognitionJob> jobs) {

    public PersonalData {
        knownSigns = List.copyOf(knownSigns);
        completedModules = List.copyOf(completedModules);
        jobs = List.copyOf(jobs);
    }
}
