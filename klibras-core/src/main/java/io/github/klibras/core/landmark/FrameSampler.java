package io.github.klibras.core.landmark;

import io.github.klibras.core.internal.Numbers;

/**
 * Chooses a fixed number of frames from a recording of any length, as the Python service does.
 *
 * <p>From a recording with at least as many frames it takes those at {@code linspace(0, n - 1, frames)}, cut to whole
 * numbers; from a shorter one all of them, and then the last one again and again.
 *
 * @param frames how many frames to choose, 1 to {@value #MAX_FRAMES}
 */
public record FrameSampler(int frames) {

    /** Far above any model in use; bounds the memory that a wrong number can cost. */
    public static final int MAX_FRAMES = 10_000;

    public FrameSampler {
        Numbers.inRange("number of frames to sample", frames, 1, MAX_FRAMES);
    }

    /**
     * Returns the indices of the chosen frames, not descending.
     *
     * @param total the number of frames of the recording, positive
     * @return {@link #frames()} indices, each from 0 to {@code total - 1}
     */
    public int[] indices(int total) {
        Numbers.inRange("number of frames of the recording", total, 1, Integer.MAX_VALUE);
        int[] indices = new int[frames];
        // The same operations in the same order as numpy.linspace, so that truncation falls on the same side.
        double step = frames == 1 ? 0 : (total - 1) / (double) (frames - 1);
        for (int i = 0; i < frames; i++) {
            indices[i] = total < frames ? Math.min(i, total - 1) : (int) (i * step);
        }
        if (frames > 1) {
            indices[frames - 1] = total - 1;
        }
        return indices;
    }
}
