package io.github.klibras.core.landmark;

/**
 * The unit of the depth of points in a {@code .pose} recording. The format does not say it, and both occur.
 */
public enum DepthUnit {
    /**
     * Found out from the numbers: {@link #PIXELS} if more than a tenth of the points that are seen of the body (of the
     * hands, if nothing else of the body is ever seen) lie deeper than 5 on either side, else {@link #WIDTHS}. Nobody is
     * five times as deep as the picture is wide, while in pixels even a small picture has most of the body beyond that.
     */
    DETECT,
    /**
     * Widths of the picture, as MediaPipe gives it. The MediaPipe converter of pose-format ({@code utils/holistic.py})
     * writes it so: x times the width, y times the height, z as it is.
     */
    WIDTHS,
    /** Pixels of the width, like x: of recordings that were scaled or moved in all dimensions after they were made. */
    PIXELS
}
