package io.github.klibras.core.landmark;

/**
 * What stands in the frames in which a part of the body, mostly a hand, was not detected. Each {@link LandmarkPart} is
 * treated by itself; frames in which it was detected stay as they are, and so do single points in them that were not
 * seen. A part that was never detected stays all zeros. Thread-safe.
 */
public enum MissingFramePolicy {
    /** Zeros, as the Python service has them and its models were trained. */
    ZEROS {
        @Override
        void fill(FrameGap gap) {
            // Zeros are there already.
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
     * Each value on a straight line between the last frame with the part and the next one. Before the first of them and
     * after the last one, and for a point that either of them lacks, zeros: where nothing is known on one side, nothing
     * is made up.
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
