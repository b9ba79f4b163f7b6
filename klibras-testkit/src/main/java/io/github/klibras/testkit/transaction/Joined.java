package io.github.klibras.testkit.transaction;

import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.store.Stores;

/**
 * What a host uses within a transaction of its own.
 *
 * @param stores in the transaction
 * @param videos in the transaction too
 */
public record Joined(Stores stores, VideoStore videos) {}
