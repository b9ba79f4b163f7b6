package io.github.klibras.core.privacy;

import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.store.Stores;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all that is known of a person. Thread-safe. */
public final class PersonalDataExporter {

    private static final int PAGE = 1000;

    private final Stores stores;

    public PersonalDataExporter(Stores stores) {
        this.stores = stores;
    }

    /** Returns what is known of the owner of an account, or empty if there is no such account. */
    public Optional<PersonalData> export(long userId) {
        return stores.users()
                .findById(userId)
                .map(user -> new PersonalData(
                        user,
                        stores.progress().learntSigns(userId),
                        stores.progress().completedModules(userId),
                        jobs(userId)));
    }

    List<RecognitionJob> jobs(long userId) {
        List<RecognitionJob> jobs = new ArrayList<>();
        List<RecognitionJob> page = stores.jobs().history(userId, PAGE, 0);
        while (!page.isEmpty()) {
            jobs.addAll(page);
            RecognitionJob last = page.get(page.size() - 1);
            page = stores.jobs().historyAfter(userId, last.createdAt(), last.id(), PAGE);
        }
        return jobs;
    }
}
