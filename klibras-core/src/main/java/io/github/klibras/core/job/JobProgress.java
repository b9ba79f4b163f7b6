package io.github.klibras.core.job;

import io.github.klibras.core.internal.Numbers;

/**
 * How far a worker has come with a video.
 *
 * @param framesDone the number of frames with known landmarks, 0 to {@code framesTotal}
 * @param framesTotal the number of frames that the worker has to process, positive
 */
public record JobProgress(int framesDone, int framesTotal) {

    public JobProgress {
        Numbers.inRange("number of frames", framesTotal, 1, Integer.MAX_VALUE);
        Numbers.inRange("number of frames done", framesDone, 0, framesTotal);
    }
}
