package io.github.klibras.core.job;

import java.time.Instant;

/**
 * A place in the order of a {@link VideoStore}: by the time when videos were stored, then by their ids, byte by byte.
 *
 * @param id the job of the video
 * @param storedAt when the video was stored; stores may keep only microseconds
 */
public record StoredVideo(JobId id, Instant storedAt) {}
