package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.LeaderboardStoreContract;

class H2LeaderboardStoreTest extends LeaderboardStoreContract {

    @Override
    protected Stores emptyStores() {
        return JdbiStores.over(TestDatabase.migrated());
    }
}
