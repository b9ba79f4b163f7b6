package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.testkit.VideoStoreContract;

class InMemoryVideoStoreTest extends VideoStoreContract {

    private final VideoStore videos = new InMemoryVideoStore();

    @Override
    protected VideoStore videos() {
        return videos;
    }
}
