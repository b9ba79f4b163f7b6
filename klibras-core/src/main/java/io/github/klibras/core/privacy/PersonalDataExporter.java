package io.github.klibras.core.privacy;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.store.Stores;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all data about a person. Thread-safe. */
public final class PersonalDataExporter {

    private static final int PAGE = 1000;

    private final Stores stores;

    public PersonalDataExporter(Stores stores) {
        this.stores = stores;
    }

    /**
     * Returns all data about the owner of an account, or empty if there is no such account.
     *
     * @throws StoreException if the stores fail, or return a page of jobs that repeats the last job of the previous one
     */
    public Optional<PersonalData> export(long userId) {
        return stores.users()
                .findById(userId)
                .map(user -> new PersonalData(
                        user,
                        stores.progress().learnedSigns(userId),
                        stores.progress().completedModules(userId),
                        jobs(userId)));
    }

    List<RecognitionJob> jobs(long userId) {
        List<RecognitionJob> jobs = new ArrayList<>();
        List<RecognitionJob> page = stores.jobs().history(userId, PAGE, 0);
        jobs.addAll(page);
        while (page.size() == PAGE) {
            RecognitionJob last = page.get(PAGE - 1);
            page = stores.jobs().historyAfter(userId, last.createdAt(), last.id(), PAGE);
            if (page.stream().anyMatch(job -> job.id().equals(last.id()))) {
                throw new StoreException("The history of jobs does not go on after job " + last.id());
            }
            jobs.addAll(page);
        }
        return jobs;
    }
}
