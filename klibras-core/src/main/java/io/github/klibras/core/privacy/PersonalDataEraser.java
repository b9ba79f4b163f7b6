package io.github.klibras.core.privacy;

import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.store.Stores;

import java.util.List;

/**
 * Deletes all that is known of a person, with the videos that have not been worked on. Messages that carry a video are
 * the queue's: a worker that receives one finds no job and drops it. Thread-safe.
 */
public final class PersonalDataEraser {

    private final Stores stores;
    private final VideoStore videos;
    private final PersonalDataExporter exporter;

    /**
     * Makes the service. Hosts that keep no videos need only {@link io.github.klibras.core.user.UserAccounts#delete}.
     *
     * @param stores where all but the videos is kept
     * @param videos where videos are kept
     */
    public PersonalDataEraser(Stores stores, VideoStore videos) {
        this.stores = stores;
        this.videos = videos;
        this.exporter = new PersonalDataExporter(stores);
    }

    /**
     * Deletes an account with all that belongs to it. This can not be undone.
     *
     * @return {@code false} if there is no such account
     */
    public boolean erase(long userId) {
        List<JobId> jobs =
                exporter.jobs(userId).stream().map(RecognitionJob::id).toList();
        boolean erased = stores.users().delete(userId);
        jobs.forEach(videos::delete);
        return erased;
    }
}
