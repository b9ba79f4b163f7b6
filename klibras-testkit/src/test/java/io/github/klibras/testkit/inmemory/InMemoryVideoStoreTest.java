package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.testkit.job.VideoStoreContract;

import java.time.Clock;
import java.time.ZoneOffset;

class InMemoryVideoStoreTest extends VideoStoreContract {

    /** Its clock is so coarse that several videos usually have the same time. */
    private final VideoStore videos = new InMemoryVideoStore(Clock.tickMillis(ZoneOffset.UTC));

    @Override
    protected VideoStore videos() {
        return videos;
    }
}
