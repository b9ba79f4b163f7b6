package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.ProgressStoreContract;

class H2ProgressStoreTest extends ProgressStoreContract {

    @Override
    protected Stores emptyStores() {
        return JdbiStores.over(TestDatabase.migrated());
    }
}
