package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.JobStoreContract;

class H2JobStoreTest extends JobStoreContract {

    @Override
    protected Stores emptyStores() {
        return JdbiStores.over(TestDatabase.migrated());
    }
}
