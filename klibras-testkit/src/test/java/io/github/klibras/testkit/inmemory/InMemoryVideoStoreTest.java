package io.github.klibras.testkit.inmemory;

import io.github.klibras.core.inmemory.InMemoryVideoStore;
import io.github.klibras.core.job.VideoStore;
import io.github.klibras.testkit.job.VideoStoreContract;

import java.time.Clock;
import java.time.ZoneOffset;

class InMemoryVideoStoreTest extends VideoStoreContract {

    /** Of a clock so coarse that several videos are of one time, most often. */
    private final VideoStore videos = new InMemoryVideoStore(Clock.tickMillis(ZoneOffset.UTC));

    @Override
    protected VideoStore videos() {
        return videos;
    }
}
