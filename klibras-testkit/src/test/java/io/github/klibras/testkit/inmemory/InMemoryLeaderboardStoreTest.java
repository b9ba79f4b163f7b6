package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.leaderboard.LeaderboardStoreContract;

class InMemoryLeaderboardStoreTest extends LeaderboardStoreContract {

    @Override
    protected Stores emptyStores() {
        return new InMemoryStores();
    }
}
