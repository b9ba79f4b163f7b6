package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

/**
 * Chooses a fixed number of frames from a recording of any length, as the Python service does.
 *
 * <p>From a recording with at least as many frames it takes those at {@code linspace(0, n - 1, frames)}, truncated to
 * whole numbers; from a shorter one all of them, repeating the last one. Some versions of that service choose fewer
 * frames than the model takes, and repeat the last one for the rest: see {@link #different()}.
 *
 * @param frames how many frames to choose, 1 to {@value #MAX_FRAMES}
 * @param different how many of them may differ, 1 to {@code frames}; the last one is repeated for the rest
 */
public record FrameSampler(int frames, int different) {

    /** Far above any model in use; bounds the memory that a wrong number can cost. */
    public static final int MAX_FRAMES = 10_000;

    /** Checks the values; throws {@link InvalidInputException} if one is out of range. */
    public FrameSampler {
        Numbers.inRange("number of frames to sample", frames, 1, MAX_FRAMES);
        Numbers.inRange("number of different frames to sample", different, 1, frames);
    }

    /** Creates a sampler whose frames may all differ. */
    public FrameSampler(int frames) {
        this(frames, frames);
    }

    /**
     * Returns the indices of the chosen frames, in non-descending order.
     *
     * @param total the number of frames of the recording, positive
     * @return {@link #frames()} indices, each from 0 to {@code total - 1}
     */
    public int[] indices(int total) {
        Numbers.inRange("number of frames of the recording", total, 1, Integer.MAX_VALUE);
        int[] indices = new int[frames];
        // The same operations in the same order as numpy.linspace, so that truncation falls on the same side.
        double step = different == 1 ? 0 : (total - 1) / (double) (different - 1);
        int last = different == 1 ? 0 : total - 1;
        for (int i = 0; i < frames; i++) {
            if (i >= different - 1) {
                indices[i] = last;
            } else {
                indices[i] = total < different ? Math.min(i, last) : (int) (i * step);
            }
        }
        return indices;
    }
}
