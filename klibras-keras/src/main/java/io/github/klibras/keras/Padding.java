package io.github.klibras.keras;

/** What convolution and pooling do at the ends of a sequence. */
public enum Padding {
    /** Nothing: windows lie within the sequence. */
    VALID,
    /** One output for every {@code stride} frames; zeros, or nothing when pooling, at both ends, the odd one at the end. */
    SAME,
    /** As {@link #SAME}, but all of it at the start: an output does not depend on later frames. */
    CAUSAL;

    /**
     * Returns the number of outputs.
     *
     * @param frames of the input, or {@link Shape#UNKNOWN}
     * @param window the frames that a window spans
     */
    int outputFrames(int frames, int window, int stride) {
        if (frames == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        int outputs = this == VALID ? Math.floorDiv(frames - window, stride) + 1 : (frames - 1) / stride + 1;
        if (outputs < 1) {
            throw new KerasModelException("its window spans " + window + " frames, but the input has " + frames);
        }
        return outputs;
    }

    /** Returns the number of frames before the first that the first window covers. */
    public int before(int frames, int window, int stride) {
        return switch (this) {
            case VALID -> 0;
            case CAUSAL -> window - 1;
            case SAME -> Math.max((outputFrames(frames, window, stride) - 1) * stride + window - frames, 0) / 2;
        };
    }
}
