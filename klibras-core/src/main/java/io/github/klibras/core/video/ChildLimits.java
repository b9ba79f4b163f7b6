package io.github.klibras.core.video;

import java.time.Duration;

/**
 * Limits of a child process for one video.
 *
 * @param time how long it may take
 * @param maxMemory how many bytes it may use, including the processes that it has started
 * @param memory reads the memory in use
 * @param tick how often the limits are checked
 */
record ChildLimits(Duration time, long maxMemory, ResidentMemory memory, Duration tick) {}
