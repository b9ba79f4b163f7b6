package io.github.klibras.core.job;

import java.time.Instant;

/**
 * A place in the order of a {@link VideoStore}: the videos by the time since which they have been there, those of one
 * time by their ids, byte by byte.
 *
 * @param id the job of the video
 * @param storedAt when the video was put there; stores may keep microseconds only
 */
public record StoredVideo(JobId id, Instant storedAt) {}
