package io.github.klibras.core.inmemory;

import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.UserStore;

import java.time.InstantSource;

/**
 * Stores that keep their data on the heap, for tests and single-process programs. Thread-safe: one lock makes every
 * call a transaction. The leaderboard sorts all learners for each page.
 */
public final class InMemoryStores implements Stores {

    private final InMemoryUserStore users;
    private final InMemoryCatalogStore catalog;
    private final InMemoryProgressStore progress;
    private final InMemoryLeaderboardStore leaderboard;
    private final InMemoryJobStore jobs;

    /** Creates empty stores with the system clock. */
    public InMemoryStores() {
        this(InstantSource.system());
    }

    /**
     * Creates empty stores.
     *
     * @param clock gives the times when signs are learned; all other times are passed by the callers
     */
    public InMemoryStores(InstantSource clock) {
        Tables tables = new Tables(clock);
        this.users = new InMemoryUserStore(tables);
        this.catalog = new InMemoryCatalogStore(tables);
        this.progress = new InMemoryProgressStore(tables, catalog);
        this.leaderboard = new InMemoryLeaderboardStore(tables);
        this.jobs = new InMemoryJobStore(tables, progress);
    }

    @Override
    public UserStore users() {
        return users;
    }

    @Override
    public CatalogStore catalog() {
        return catalog;
    }

    @Override
    public ProgressStore progress() {
        return progress;
    }

    @Override
    public LeaderboardStore leaderboard() {
        return leaderboard;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }
}
