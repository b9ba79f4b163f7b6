package io.github.klibras.core.landmark;

/**
 * How to fill frames in which a part of the body, usually a hand, was not detected. Each {@link LandmarkPart} is
 * treated separately; frames in which it was detected stay unchanged, including single points in them that were not
 * seen. A part that was never detected stays all zeros. Thread-safe.
 */
public enum MissingFramePolicy {
    /** Zeros, as in the Python service and the training of its models. */
    ZEROS {
        @Override
        void fill(FrameGap gap) {
            // The values are already zero.
        }
    },
    /** The part as it was last seen. Before it is first seen, zeros. */
    HOLD {
        @Override
        void fill(FrameGap gap) {
            if (gap.hasBefore()) {
                gap.repeatBefore();
            }
        }
    },
    /**
     * Each value interpolated linearly between the last frame with the part and the next one. Zeros before the first of
     * them and after the last one, and for a point that either of them lacks: there is no extrapolation.
     */
    LINEAR {
        @Override
        void fill(FrameGap gap) {
            if (gap.hasBefore() && gap.hasAfter()) {
                gap.interpolate();
            }
        }
    };

    abstract void fill(FrameGap gap);

    /**
     * Fills the frames in which a part is missing.
     *
     * @param sequence any layout; time is counted in its frames
     * @return as many frames in the same layout
     */
    public LandmarkSequence apply(LandmarkSequence sequence) {
        if (this == ZEROS) {
            return sequence;
        }
        float[] values = sequence.toArray();
        for (LandmarkPart part : sequence.layout().parts()) {
            fillPart(sequence, part, values);
        }
        return LandmarkSequence.ofOwned(sequence.layout(), values);
    }

    private void fillPart(LandmarkSequence sequence, LandmarkPart part, float[] values) {
        int frames = sequence.frames();
        int before = -1;
        for (int frame = 0; frame <= frames; frame++) {
            if (frame == frames || sequence.frame(frame).has(part)) {
                if (frame - before > 1) {
                    fill(new FrameGap(values, sequence.layout().features(), part, before, frame, frames));
                }
                before = frame;
            }
        }
    }
}
