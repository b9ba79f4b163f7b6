package io.github.klibras.jdbi;

import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.CatalogStoreContract;

class H2CatalogStoreTest extends CatalogStoreContract {

    @Override
    protected Stores emptyStores() {
        return JdbiStores.over(TestDatabase.migrated());
    }
}
