package io.github.klibras.core.video;

import java.time.Duration;

/**
 * What a child process may take for a video.
 *
 * @param time how long
 * @param maxMemory how many bytes, with the processes that it has started
 * @param memory who reads them
 * @param tick how often it is looked at
 */
record ChildLimits(Duration time, long maxMemory, ResidentMemory memory, Duration tick) {}
