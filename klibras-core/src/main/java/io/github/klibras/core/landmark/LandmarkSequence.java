package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;

import java.util.Arrays;
import java.util.Objects;

/**
 * The landmarks of consecutive frames as one block of numbers, the input of a classifier.
 *
 * <p>Values are stored row by row: value {@code i} of frame {@code t} is at {@code t * layout.features() + i}. All
 * values are finite. Immutable and thread-safe.
 */
public final class LandmarkSequence {

    private final LandmarkLayout layout;
    private final int frames;
    private final float[] values;

    private LandmarkSequence(LandmarkLayout layout, int frames, float[] values) {
        this.layout = layout;
        this.frames = frames;
        this.values = values;
    }

    /**
     * Creates a sequence from a copy of the given values.
     *
     * @param layout the layout of each frame
     * @param values the frames one after the other; its length is a multiple of {@code layout.features()}
     * @throws InvalidInputException if there is no frame, if the last one is incomplete, or if a value is NaN or
     *     infinite
     */
    public static LandmarkSequence of(LandmarkLayout layout, float[] values) {
        Objects.requireNonNull(layout, "layout");
        int features = layout.features();
        if (values.length == 0 || values.length % features != 0) {
            throw new InvalidInputException("A sequence of layout " + layout + " needs a positive multiple of "
                    + features + " values, but got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new InvalidInputException("Frame " + i / features + ", feature " + i % features + " is "
                        + values[i] + "; landmarks must be finite");
            }
        }
        return new LandmarkSequence(layout, values.length / features, values.clone());
    }

    /** Wraps an array that no other code holds and that is known to contain whole frames of finite numbers. */
    static LandmarkSequence ofOwned(LandmarkLayout layout, float[] values) {
        return new LandmarkSequence(layout, values.length / layout.features(), values);
    }

    public LandmarkLayout layout() {
        return layout;
    }

    /** Returns the number of frames, at least one. */
    public int frames() {
        return frames;
    }

    /**
     * Returns one value.
     *
     * @param frame 0 to {@code frames() - 1}
     * @param feature 0 to {@code layout().features() - 1}
     */
    public float value(int frame, int feature) {
        Objects.checkIndex(frame, frames);
        Objects.checkIndex(feature, layout.features());
        return values[frame * layout.features() + feature];
    }

    /**
     * Returns a view of one frame.
     *
     * @param index 0 to {@code frames() - 1}
     * @throws InvalidInputException if there is no such frame
     */
    public LandmarkFrame frame(int index) {
        return new LandmarkFrame(this, index);
    }

    /**
     * Returns the landmarks of the mirrored picture: x becomes 1 - x, and the hands are swapped, as are the left and
     * right points of pose and face. Points that were not seen, all of whose values are 0, stay zero. Mirroring twice
     * gives the same landmarks up to rounding.
     */
    public LandmarkSequence mirrored() {
        return Mirror.apply(this);
    }

    /**
     * Checks that there is something to classify, since a model would assign some label even to a sequence of zeros.
     *
     * @throws UnreadableVideoException if neither a body nor a hand was detected in any frame
     */
    public void requireSomebody() {
        for (int start = 0; start < values.length; start += layout.features()) {
            if (has(start, LandmarkPart.POSE)
                    || has(start, LandmarkPart.LEFT_HAND)
                    || has(start, LandmarkPart.RIGHT_HAND)) {
                return;
            }
        }
        throw new UnreadableVideoException(
                "Nobody can be seen: no body and no hand was detected in any frame of the recording");
    }

    /** Returns whether a part is present in the frame whose values start at an index. */
    boolean has(int frameStart, LandmarkPart part) {
        return anyButZero(values, frameStart + part.offset(), part.features());
    }

    /** Returns whether any of the values of a part or point is not zero; if all are zero, it was not seen. */
    static boolean anyButZero(float[] values, int start, int count) {
        for (int i = start; i < start + count; i++) {
            if (values[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns a copy of all values, frame by frame; its length is {@code frames() * layout().features()}. */
    public float[] toArray() {
        return values.clone();
    }

    /**
     * Copies all values, frame by frame, into the caller's array.
     *
     * @param target receives {@code frames() * layout().features()} values
     * @param offset index of the first value in {@code target}
     * @throws IndexOutOfBoundsException if {@code target} is too short
     */
    public void copyTo(float[] target, int offset) {
        System.arraycopy(values, 0, target, offset, values.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LandmarkSequence that && layout == that.layout && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "LandmarkSequence[" + frames + " frames of " + layout + "]";
    }
}
