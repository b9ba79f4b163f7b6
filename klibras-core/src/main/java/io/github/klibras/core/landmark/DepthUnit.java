package io.github.klibras.core.landmark;

/**
 * The unit of z in a {@code .pose} recording, which the format itself does not specify.
 *
 * <p>Sequences have z as a fraction of the picture's width, as MediaPipe does, whatever the unit in the recording.
 */
public enum DepthUnit {
    /**
     * {@link #WIDTHS} or {@link #PIXELS}, whichever fits the whole recording better.
     *
     * <p>Depth is in pixels if more than half of the seen points of the pose are farther than {@value
     * #FARTHEST_POSE_WIDTHS} from 0, and in widths otherwise. In a recording that never shows a pose, the points of the
     * hands decide in the same way, by {@value #FARTHEST_HAND_WIDTHS}. All frames count, not only sampled ones.
     *
     * <p>These numbers come from 15 pictures and 15 clips of people, for which MediaPipe found no point of a pose
     * farther than 2.7 widths and none of a hand farther than 0.2. In each pose, half of the points were farther than
     * 0.15 widths; in each hand, farther than 0.003. So pixels could be mistaken for widths where such a picture is
     * less than about 30 pixels wide, or less than about 170 if only hands are seen. Wrong values of less than half of
     * the points do not matter.
     */
    DETECT,
    /** Fractions of the width, as written by pose-format's own converter from MediaPipe: z is used unchanged. */
    WIDTHS,
    /**
     * Pixels, in the scale of x: z is divided by the width. Recordings that pose-format has normalized and fitted to a
     * picture ({@code normalize_pose_size}) are read this way; it treats z like x, and so shifts it by half the width.
     */
    PIXELS;

    static final float FARTHEST_POSE_WIDTHS = 4;
    static final float FARTHEST_HAND_WIDTHS = 0.5f;
}
