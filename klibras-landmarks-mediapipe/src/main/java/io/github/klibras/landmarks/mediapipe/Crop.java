package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import java.nio.FloatBuffer;

/**
 * Cuts a region out of a picture, turned upright and scaled to the input of a net, as MediaPipe's
 * {@code ImageToTensorCalculator} does on a CPU with OpenCV's {@code warpPerspective}: each pixel is taken at the place of
 * its upper left corner, rounded to 1/32 of a pixel, and interpolated between four.
 */
final class Crop {

    /** What lies beyond the edges of the picture. */
    enum Border {
        /** Black. */
        ZERO,
        /** The pixel at the edge. */
        REPLICATE
    }

    private static final int STEPS = 32;
    private static final int STEP_BITS = 5;
    private static final int FULL_WEIGHT_BITS = 2 * STEP_BITS;
    private static final int HALF = 1 << (FULL_WEIGHT_BITS - 1);

    private final int side;
    private final Border border;
    private final float[] values = new float[256];
    private final float[] row;

    /**
     * Makes a cutter for a net.
     *
     * @param side width and height of the net's input
     * @param low what the net wants for 0
     * @param high what the net wants for 255
     */
    Crop(int side, float low, float high, Border border) {
        this.side = side;
        this.border = border;
        this.row = new float[side * Picture.CHANNELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * ((high - low) / 255f) + low;
        }
    }

    /** Cuts a region out, and writes it row by row, RGB, from the beginning of the buffer. */
    void cut(Picture picture, Region region, FloatBuffer target) {
        double cos = Math.cos(region.angle()) / side;
        double sin = Math.sin(region.angle()) / side;
        double acrossX = region.width() * cos * STEPS;
        double acrossY = region.width() * sin * STEPS;
        double downX = -region.height() * sin * STEPS;
        double downY = region.height() * cos * STEPS;
        double startX = region.pictureX(0, 0) * (double) STEPS;
        double startY = region.pictureY(0, 0) * (double) STEPS;
        for (int i = 0; i < side; i++) {
            int at = 0;
            for (int j = 0; j < side; j++) {
                int x = (int) Math.rint(startX + j * acrossX + i * downX);
                int y = (int) Math.rint(startY + j * acrossY + i * downY);
                sample(picture, x, y, at);
                at += Picture.CHANNELS;
            }
            target.put(i * row.length, row);
        }
    }

    /** Interpolates at a place that is given in steps. */
    private void sample(Picture picture, int x, int y, int at) {
        int left = x >> STEP_BITS;
        int top = y >> STEP_BITS;
        int right = x & (STEPS - 1);
        int down = y & (STEPS - 1);
        int upperLeft = offset(picture, left, top);
        int upperRight = offset(picture, left + 1, top);
        int lowerLeft = offset(picture, left, top + 1);
        int lowerRight = offset(picture, left + 1, top + 1);
        int a = (STEPS - right) * (STEPS - down);
        int b = right * (STEPS - down);
        int c = (STEPS - right) * down;
        int d = right * down;
        byte[] rgb = picture.rgb();
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            int sum = a * value(rgb, upperLeft, channel)
                    + b * value(rgb, upperRight, channel)
                    + c * value(rgb, lowerLeft, channel)
                    + d * value(rgb, lowerRight, channel);
            row[at + channel] = values[(sum + HALF) >> FULL_WEIGHT_BITS];
        }
    }

    /** Returns where a pixel begins, or -1 if it is black for lying outside. */
    private int offset(Picture picture, int x, int y) {
        int column = Math.max(0, Math.min(x, picture.width() - 1));
        int line = Math.max(0, Math.min(y, picture.height() - 1));
        boolean outside = column != x || line != y;
        return outside && border == Border.ZERO ? -1 : (line * picture.width() + column) * Picture.CHANNELS;
    }

    private static int value(byte[] rgb, int offset, int channel) {
        return offset < 0 ? 0 : rgb[offset + channel] & 0xff;
    }
}
