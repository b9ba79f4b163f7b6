package io.github.klibras.core.store;

import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.user.UserStore;

/**
 * Family of stores that share their data: changes by one are visible to the others at once. Stores of different
 * families must not be mixed, since finishing a job pays its owner in the same transaction. Thread-safe.
 */
public interface Stores {

    UserStore users();

    CatalogStore catalog();

    ProgressStore progress();

    LeaderboardStore leaderboard();

    JobStore jobs();
}
