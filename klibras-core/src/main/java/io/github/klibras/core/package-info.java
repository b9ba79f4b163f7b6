/**
 * The core of KLibras. Entry points:
 *
 * <ul>
 *   <li>{@link io.github.klibras.core.service.RecognitionService}: a learner submits a video and waits for the result;
 *   <li>{@link io.github.klibras.core.service.RecognitionWorker}: turns videos into results and awards;
 *   <li>{@link io.github.klibras.core.user.UserAccounts}, {@link io.github.klibras.core.progress.Progress} and {@link
 *       io.github.klibras.core.leaderboard.Leaderboard}: accounts, progress and ranks;
 *   <li>{@link io.github.klibras.core.housekeeping.OutboxRelay} and {@link io.github.klibras.core.housekeeping.Reaper}:
 *       background work;
 *   <li>{@link io.github.klibras.core.inmemory.InMemoryStores}: a start without any server.
 * </ul>
 *
 * <p>This package contains the shared exceptions.
 */
@NullMarked
package io.github.klibras.core;

import org.jspecify.annotations.NullMarked;
