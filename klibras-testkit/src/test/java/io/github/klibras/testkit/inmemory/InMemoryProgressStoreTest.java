package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryStores;
import io.github.klibras.core.store.Stores;
import io.github.klibras.testkit.progress.ProgressStoreContract;

class InMemoryProgressStoreTest extends ProgressStoreContract {

    @Override
    protected Stores emptyStores() {
        return new InMemoryStores();
    }
}
