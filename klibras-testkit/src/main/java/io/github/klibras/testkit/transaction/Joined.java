package io.github.klibras.testkit.transaction;

import io.github.klibras.core.job.VideoStore;
import io.github.klibras.core.store.Stores;

/**
 * The stores that a host uses within its own transaction.
 *
 * @param stores the stores in the transaction
 * @param videos the videos, in the same transaction
 */
public record Joined(Stores stores, VideoStore videos) {}
