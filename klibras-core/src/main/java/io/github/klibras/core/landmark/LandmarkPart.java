package io.github.klibras.core.landmark;

import java.util.List;

/**
 * A part of the body whose points are detected together, and its position in a {@link LandmarkLayout}.
 *
 * <p>All values of a part are 0 in a frame in which it was not detected, as are those of a single point that was not
 * seen in it.
 */
public enum LandmarkPart {
    /** The body, 33 points of x, y, z and visibility. */
    POSE(LandmarkLayout.POSE_OFFSET, LandmarkLayout.POSE_POINTS, 4),
    /** The left hand, 21 points of x, y and z. */
    LEFT_HAND(LandmarkLayout.LEFT_HAND_OFFSET, LandmarkLayout.HAND_POINTS, 3),
    /** The right hand, 21 points of x, y and z. */
    RIGHT_HAND(LandmarkLayout.RIGHT_HAND_OFFSET, LandmarkLayout.HAND_POINTS, 3),
    /** The face mesh with irises, 478 points of x, y and z. */
    FACE(LandmarkLayout.FACE_OFFSET, LandmarkLayout.FACE_POINTS, 3);

    private final int offset;
    private final int points;
    private final int valuesPerPoint;

    LandmarkPart(int offset, int points, int valuesPerPoint) {
        this.offset = offset;
        this.points = points;
        this.valuesPerPoint = valuesPerPoint;
    }

    /** Returns the index of its first value in a frame. */
    public int offset() {
        return offset;
    }

    /** Returns the number of its points. */
    public int points() {
        return points;
    }

    /** Returns how many values a point has: x, y, z, and for the pose a visibility. */
    public int valuesPerPoint() {
        return valuesPerPoint;
    }

    /** Returns the number of its values in a frame. */
    public int features() {
        return points * valuesPerPoint;
    }

    /** Returns the pairs of points that drawings join, the same as MediaPipe's; none for the face. */
    public List<Limb> limbs() {
        return Limbs.of(this);
    }
}
