package io.github.klibras.core.landmark;

import java.util.List;

/**
 * The order of the numbers that describe the landmarks of one frame, as used to train KLibras's models.
 *
 * <p>All coordinates are fractions of the picture: x of its width, y of its height, z (depth, smaller is nearer) of its
 * width. A part that is not in the picture is all zeros, and so is a single point that was not seen. The order is
 *
 * <table>
 * <caption>Features of one frame</caption>
 * <tr><th>indices</th><th>part</th><th>points × values</th></tr>
 * <tr><td>0–131</td><td>pose</td><td>33 × (x, y, z, visibility)</td></tr>
 * <tr><td>132–194</td><td>left hand</td><td>21 × (x, y, z)</td></tr>
 * <tr><td>195–257</td><td>right hand</td><td>21 × (x, y, z)</td></tr>
 * <tr><td>258–1691</td><td>face ({@link #POSE_HANDS_FACE} only)</td><td>478 × (x, y, z)</td></tr>
 * </table>
 */
public enum LandmarkLayout {
    /** Pose and both hands: 258 features per frame. */
    POSE_HANDS(258),
    /** Pose, both hands and the face mesh: 1692 features per frame. */
    POSE_HANDS_FACE(1692);

    /** Index of the first pose value. */
    public static final int POSE_OFFSET = 0;

    /** Number of pose points; each has four values. */
    public static final int POSE_POINTS = 33;

    /** Index of the first value of the left hand. */
    public static final int LEFT_HAND_OFFSET = 132;

    /** Index of the first value of the right hand. */
    public static final int RIGHT_HAND_OFFSET = 195;

    /** Number of points of a hand; each has three values. */
    public static final int HAND_POINTS = 21;

    /** Index of the first value of the face, in {@link #POSE_HANDS_FACE}. */
    public static final int FACE_OFFSET = 258;

    /** Number of points of the face mesh with irises; each has three values. */
    public static final int FACE_POINTS = 478;

    private static final List<LandmarkPart> BODY =
            List.of(LandmarkPart.POSE, LandmarkPart.LEFT_HAND, LandmarkPart.RIGHT_HAND);
    private static final List<LandmarkPart> BODY_AND_FACE =
            List.of(LandmarkPart.POSE, LandmarkPart.LEFT_HAND, LandmarkPart.RIGHT_HAND, LandmarkPart.FACE);

    private final int features;

    LandmarkLayout(int features) {
        this.features = features;
    }

    /** Returns the number of values of one frame. */
    public int features() {
        return features;
    }

    /** Returns the parts of the body in the order of their values. */
    public List<LandmarkPart> parts() {
        return hasFace() ? BODY_AND_FACE : BODY;
    }

    /** Returns whether frames of this layout contain the face mesh. */
    public boolean hasFace() {
        return this == POSE_HANDS_FACE;
    }
}
