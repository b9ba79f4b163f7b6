package io.github.klibras.testkit.simulation;

import io.github.klibras.core.catalog.CatalogStore;
import io.github.klibras.core.job.JobStore;
import io.github.klibras.core.leaderboard.LeaderboardStore;
import io.github.klibras.core.progress.ProgressStore;
import io.github.klibras.core.store.Stores;
import io.github.klibras.core.user.UserStore;

/** Stores of one family, some of them wrapped to watch or disturb their calls. As thread-safe as they are. */
record ForwardingStores(
        UserStore users, CatalogStore catalog, ProgressStore progress, LeaderboardStore leaderboard, JobStore jobs)
        implements Stores {}
