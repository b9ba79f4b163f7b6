package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.UserStoreContract;

class H2UserStoreTest extends UserStoreContract {

    @Override
    protected Stores emptyStores() {
        return JdbiStores.over(TestDatabase.migrated());
    }
}
