package io.github.klibras.core.landmark;

/** A run of frames without a body part, between two with it or at an end of the sequence; its methods fill it. */
final class FrameGap {

    private final float[] values;
    private final int features;
    private final LandmarkPart part;
    private final int before;
    private final int after;
    private final int frames;

    /**
     * Creates a gap.
     *
     * @param values all frames; those of the gap are written
     * @param features number of values of a frame
     * @param before the last frame before the gap, or -1 if it starts the sequence
     * @param after the first frame after the gap, or {@code frames} if it ends the sequence
     * @param frames number of frames of the sequence
     */
    FrameGap(float[] values, int features, LandmarkPart part, int before, int after, int frames) {
        this.values = values;
        this.features = features;
        this.part = part;
        this.before = before;
        this.after = after;
        this.frames = frames;
    }

    boolean hasBefore() {
        return before >= 0;
    }

    boolean hasAfter() {
        return after < frames;
    }

    void repeatBefore() {
        for (int frame = before + 1; frame < after; frame++) {
            System.arraycopy(values, start(before), values, start(frame), part.features());
        }
    }

    void interpolate() {
        for (int frame = before + 1; frame < after; frame++) {
            double share = (frame - before) / (double) (after - before);
            for (int point = 0; point < part.points(); point++) {
                interpolate(frame, point * part.valuesPerPoint(), share);
            }
        }
    }

    private void interpolate(int frame, int firstValue, double share) {
        int size = part.valuesPerPoint();
        if (!LandmarkSequence.anyButZero(values, start(before) + firstValue, size)
                || !LandmarkSequence.anyButZero(values, start(after) + firstValue, size)) {
            return; // the values are already zero
        }
        for (int i = firstValue; i < firstValue + size; i++) {
            double from = values[start(before) + i];
            double to = values[start(after) + i];
            values[start(frame) + i] = (float) (from + (to - from) * share);
        }
    }

    private int start(int frame) {
        return frame * features + part.offset();
    }
}
