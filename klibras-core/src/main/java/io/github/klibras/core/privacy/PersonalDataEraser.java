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
 * Deletes all that is known of a person: messages of theirs that were parked, videos that have not been worked on,
 * jobs, what they know, and the account. A message that is still on its way finds no job, and the worker drops it.
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
     * Returns a builder. The eraser closes none of what it is given. Name every place where something of a person is
     * kept.
     *
     * @param stores where all but videos and messages is kept
     */
    public static Builder builder(Stores stores) {
        return new Builder(stores);
    }

    /**
     * Deletes an account with all that belongs to it. This cannot be undone.
     *
     * <p>If something fails, the rest is deleted all the same, and the call can be repeated until nothing is left.
     * The account goes last, but for messages that workers put aside meanwhile.
     *
     * <p>Within the caller's transaction, what is kept outside of the stores is deleted after the commit. What fails
     * then is logged: of videos, the {@link io.github.klibras.core.housekeeping.Reaper} deletes the rest; for
     * messages, call this again.
     *
     * @return {@code false} if there is no such account (any more)
     * @throws StoreException also if, within a transaction, the account has got a job that the transaction does not
     *     see; roll it back then
     * @throws IllegalStateException within a transaction of whose commit the stores do not hear, if something is kept
     *     elsewhere; nothing has been deleted then
     * @throws RuntimeException what a store or queue has thrown; what could not be deleted is still there
     */
    public boolean erase(long userId) {
        return isWithinTransaction(userId) ? eraseWithinTransaction(userId) : eraseAtOnce(userId);
    }

    private boolean isWithinTransaction(long userId) {
        stores.jobs().history(userId, 1, 0);
        return stores.jobs().awaitsCommit();
    }

    /** What is kept elsewhere does not come back with a rollback, and goes after the commit. */
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

    /** Not if the account is there again, because the caller has rolled back to a savepoint of its own. */
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
            // Not if there has been a submission in between.
            erased = stores.users().deleteIfWithoutJobs(userId);
        } while (!erased && stores.users().findById(userId).isPresent());
        // As long as there was an account, workers may have put messages aside.
        parked.eraseParked(userId, List.of());
        return erased;
    }

    /** Page by page, since an account may have any number of jobs. */
    private void eraseJobs(long userId) {
        Failures failures = new Failures();
        List<RecognitionJob> page = stores.jobs().history(userId, PAGE, 0);
        boolean erasedParked = true;
        do { // at least once: a parked message may be of a job that was never stored
            List<JobId> jobs = page.stream().map(RecognitionJob::id).toList();
            erasedParked = erasedParked
                    && failures.attempt(
                            "Deleting parked messages of user " + userId, () -> parked.eraseParked(userId, jobs));
            List<JobId> withoutVideo = jobs.stream()
                    .filter(id -> failures.attempt("Deleting the video of job " + id, () -> videoDeleter.accept(id)))
                    .toList();
            if (erasedParked) {
                // Otherwise nothing would tell the next time which messages are this person's.
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

    /** Where something of a person may be kept. */
    public static final class Builder {

        private final Stores stores;
        private Consumer<JobId> videoDeleter = id -> {};
        private ParkedMessageEraser parked = (userId, jobs) -> 0;
        private boolean storesOnly = true;

        private Builder(Stores stores) {
            this.stores = stores;
        }

        /** Where videos are kept. Default: they are not kept. */
        public Builder videos(VideoStore videos) {
            this.videoDeleter = videos::delete;
            this.storesOnly = false;
            return this;
        }

        /** Where messages are put aside that no worker could deal with. Default: nowhere. */
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
