package io.github.klibras.keras.layer;

/** The behavior of convolution and pooling at the ends of a sequence. */
public enum Padding {
    /** No padding: windows lie within the sequence. */
    VALID,
    /**
     * One output for every {@code stride} frames. Both ends are padded with zeros, or with nothing in pooling; an odd
     * frame of padding goes to the end.
     */
    SAME,
    /** Like {@link #SAME}, but with all padding at the start: an output does not depend on later frames. */
    CAUSAL;

    /**
     * Returns the number of outputs.
     *
     * @param frames of the input, or {@link Shape#UNKNOWN}
     * @param window how many frames a window spans
     */
    int outputFrames(int frames, int window, int stride) {
        if (frames == Shape.UNKNOWN) {
            return Shape.UNKNOWN;
        }
        int outputs = this == VALID ? Math.floorDiv(frames - window, stride) + 1 : (frames - 1) / stride + 1;
        if (outputs < 1) {
            throw new InvalidModelException("its window spans " + window + " frames, but the input has " + frames);
        }
        return outputs;
    }

    /** Returns how many frames before the first one the first window covers. */
    public int before(int frames, int window, int stride) {
        return switch (this) {
            case VALID -> 0;
            case CAUSAL -> window - 1;
            case SAME -> Math.max((outputFrames(frames, window, stride) - 1) * stride + window - frames, 0) / 2;
        };
    }
}
