package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * Limits of a video. A decoder refuses videos that exceed them, as soon as it knows.
 *
 * @param maxDuration how long it may be, positive; default one minute
 * @param maxFrames how many frames may decode, at least 1; default 7200, two minutes of 60 a second
 * @param maxPixels how many pixels a frame may have, at least 1; default 3840 · 2160, 4K
 */
public record VideoLimits(Duration maxDuration, int maxFrames, int maxPixels) {

    /** Checks the values; throws {@link InvalidInputException} if one is out of range. */
    public VideoLimits {
        Numbers.positive("longest duration of a video", maxDuration);
        Numbers.inRange("greatest number of frames", maxFrames, 1, Integer.MAX_VALUE);
        Numbers.inRange("greatest number of pixels", maxPixels, 1, Picture.MAX_SIDE * Picture.MAX_SIDE);
    }

    /** Returns the defaults: a minute, 7200 frames, 4K. */
    public static VideoLimits defaults() {
        return new VideoLimits(Duration.ofMinutes(1), 7200, 3840 * 2160);
    }
}
