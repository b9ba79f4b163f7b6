package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.catalog.CatalogStoreContract;

class InMemoryCatalogStoreTest extends CatalogStoreContract {

    @Override
    protected Stores emptyStores() {
        return new InMemoryStores();
    }
}
