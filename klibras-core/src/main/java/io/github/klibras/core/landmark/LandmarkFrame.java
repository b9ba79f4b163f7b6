package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;

import java.util.Objects;

/**
 * One frame of a sequence, read by parts and points. A view: no values are copied. Immutable and thread-safe.
 *
 * @param sequence the sequence that the frame belongs to
 * @param index 0 to {@code sequence.frames() - 1}
 */
public record LandmarkFrame(LandmarkSequence sequence, int index) {

    public LandmarkFrame {
        if (index < 0 || index >= sequence.frames()) {
            throw new InvalidInputException(
                    "There is no frame " + index + " among " + sequence.frames() + " frames, which count from 0");
        }
    }

    /**
     * Returns whether a part was detected, that is, whether any of its values differs from 0.
     *
     * @return {@code false} also for the face in a layout without it
     */
    public boolean has(LandmarkPart part) {
        return sequence.layout().parts().contains(part)
                && sequence.has(index * sequence.layout().features(), part);
    }

    /**
     * Returns whether a point was seen, that is, whether any of its values differs from 0.
     *
     * @param point 0 to {@code part.points() - 1}
     * @throws InvalidInputException if the layout lacks the part
     */
    public boolean seen(LandmarkPart part, int point) {
        for (int i = 0; i < part.valuesPerPoint(); i++) {
            if (value(part, point, i) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the x of a point, as a fraction of the picture's width from its left edge; 0 if it was not seen. */
    public float x(LandmarkPart part, int point) {
        return value(part, point, 0);
    }

    /** Returns the y of a point, as a fraction of the picture's height from its upper edge; 0 if it was not seen. */
    public float y(LandmarkPart part, int point) {
        return value(part, point, 1);
    }

    /** Returns the depth of a point, as a fraction of the picture's width (smaller is nearer); 0 if it was not seen. */
    public float z(LandmarkPart part, int point) {
        return value(part, point, 2);
    }

    /**
     * Returns how likely a point of the pose is to be visible, 0 to 1. Values from recordings that were interpolated to
     * another frame rate may exceed this range by some hundredths.
     *
     * @param point 0 to 32
     */
    public float visibility(int point) {
        return value(LandmarkPart.POSE, point, 3);
    }

    private float value(LandmarkPart part, int point, int coordinate) {
        if (!sequence.layout().parts().contains(part)) {
            throw new InvalidInputException("Layout " + sequence.layout() + " has no " + part);
        }
        Objects.checkIndex(point, part.points());
        return sequence.value(index, part.offset() + point * part.valuesPerPoint() + coordinate);
    }
}
