package io.github.klibras.core.privacy;

import io.github.klibras.core.StoreException;
import io.github.klibras.core.internal.Failures;
import io.github.klibras.core.job.JobId;
import io.github.klibras.core.job.RecognitionJob;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.queue.ParkedMessageEraser;
import io.github.klibras.core.store.Stores;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Deletes all data about a person: parked messages, videos not yet processed, jobs, progress, and the account. A
 * message still on its way finds no job, and the worker drops it.
 *
 * <p>Thread-safe.
 */
public final class PersonalDataEraser {

    private static final int PAGE = 1000;

    private final Stores stores;
    private final Consumer<JobId> videoDeleter;
    private final ParkedMessageEraser parked;
    private final boolean storesOnly;

    private PersonalDataEraser(Builder builder) {
        this.stores = builder.stores;
        this.videoDeleter = builder.videoDeleter;
        this.parked = builder.parked;
        this.storesOnly = builder.storesOnly;
    }

    /**
     * Returns a builder. The eraser closes none of its arguments. Name every place where personal data is kept.
     *
     * @param stores where everything but videos and messages is kept
     */
    public static Builder builder(Stores stores) {
        return new Builder(stores);
    }

    /**
     * Deletes an account and everything that belongs to it. This cannot be undone.
     *
     * <p>If something fails, the rest is deleted nevertheless, and the call can be repeated until nothing is left. The
     * account is deleted last, followed only by messages that workers have parked meanwhile.
     *
     * <p>Within the caller's transaction, data outside the stores is deleted after the commit. Failures are then only
     * logged: the {@link io.github.klibras.core.housekeeping.Reaper} deletes remaining videos; repeat the call to
     * delete messages.
     *
     * @return {@code false} if there is no such account, or no longer
     * @throws StoreException also if, within a transaction, the account has a job that the transaction does not see;
     *     roll it back then
     * @throws IllegalStateException within a transaction whose commit the stores cannot observe, if data is kept
     *     outside the stores; nothing has been deleted then
     * @throws RuntimeException whatever a store or queue threw; anything that could not be deleted remains
     */
    public boolean erase(long userId) {
        return isWithinTransaction(userId) ? eraseWithinTransaction(userId) : eraseAtOnce(userId);
    }

    private boolean isWithinTransaction(long userId) {
        stores.jobs().history(userId, 1, 0);
        return stores.jobs().awaitsCommit();
    }

    /** Deletes data outside the stores only after the commit, since a rollback would not restore it. */
    private boolean eraseWithinTransaction(long userId) {
        List<JobId> erased = new ArrayList<>();
        if (!stores.jobs().afterCommit(() -> eraseElsewhere(userId, erased)) && !storesOnly) {
            throw new IllegalStateException("The videos and parked messages of user " + userId
                    + " would stay: the stores cannot observe the commit of this transaction. Erase outside of it");
        }
        while (!stores.users().deleteIfWithoutJobs(userId)) {
            if (stores.users().findById(userId).isEmpty()) {
                return false;
            }
            List<JobId> page = stores.jobs().history(userId, PAGE, 0).stream()
                    .map(RecognitionJob::id)
                    .toList();
            if (page.isEmpty()) {
                throw new StoreException("User " + userId + " has got a job that this transaction does not see");
            }
            stores.jobs().delete(page);
            erased.addAll(page);
        }
        return true;
    }

    /** Does nothing if the account exists again because the caller rolled back to one of its savepoints. */
    private void eraseElsewhere(long userId, List<JobId> jobs) {
        if (stores.users().findById(userId).isPresent()) {
            return;
        }
        Failures failures = new Failures();
        failures.attempt("Deleting parked messages of user " + userId, () -> parked.eraseParked(userId, jobs));
        jobs.forEach(id -> failures.attempt("Deleting the video of job " + id, () -> videoDeleter.accept(id)));
    }

    private boolean eraseAtOnce(long userId) {
        boolean erased;
        do {
            eraseJobs(userId);
            // Fails if a job was submitted in between.
            erased = stores.users().deleteIfWithoutJobs(userId);
        } while (!erased && stores.users().findById(userId).isPresent());
        // While the account existed, workers may have parked more messages.
        parked.eraseParked(userId, List.of());
        return erased;
    }

    /** Deletes jobs page by page, since an account may have any number of them. */
    private void eraseJobs(long userId) {
        Failures failures = new Failures();
        List<RecognitionJob> page = stores.jobs().history(userId, PAGE, 0);
        boolean erasedParked = true;
        do { // at least once: a parked message may belong to a job that was never stored
            List<JobId> jobs = page.stream().map(RecognitionJob::id).toList();
            erasedParked = erasedParked
                    && failures.attempt(
                            "Deleting parked messages of user " + userId, () -> parked.eraseParked(userId, jobs));
            List<JobId> withoutVideo = jobs.stream()
                    .filter(id -> failures.attempt("Deleting the video of job " + id, () -> videoDeleter.accept(id)))
                    .toList();
            if (erasedParked) {
                // Otherwise the jobs are still needed next time, to find this person's messages.
                stores.jobs().delete(withoutVideo);
            }
            page = following(userId, page);
        } while (!page.isEmpty());
        failures.rethrow();
    }

    private List<RecognitionJob> following(long userId, List<RecognitionJob> page) {
        if (page.isEmpty()) {
            return page;
        }
        RecognitionJob last = page.get(page.size() - 1);
        return stores.jobs().historyAfter(userId, last.createdAt(), last.id(), PAGE);
    }

    /** Places where personal data may be kept. */
    public static final class Builder {

        private final Stores stores;
        private Consumer<JobId> videoDeleter = id -> {};
        private ParkedMessageEraser parked = (userId, jobs) -> 0;
        private boolean storesOnly = true;

        private Builder(Stores stores) {
            this.stores = stores;
        }

        /** Sets where videos are kept. Default: they are not kept. */
        public Builder videos(VideoStore videos) {
            this.videoDeleter = videos::delete;
            this.storesOnly = false;
            return this;
        }

        /** Sets where messages that no worker could handle are parked. Default: nowhere. */
        public Builder parked(ParkedMessageEraser parked) {
            this.parked = parked;
            this.storesOnly = false;
            return this;
        }

        public PersonalDataEraser build() {
            return new PersonalDataEraser(this);
        }
    }
}
