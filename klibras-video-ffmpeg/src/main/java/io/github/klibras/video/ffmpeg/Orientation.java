package io.github.klibras.video.ffmpeg;

import io.github.klibras.core.video.Picture;
import org.bytedeco.javacpp.BytePointer;

import java.nio.ByteBuffer;

/**
 * How to turn a decoded picture upright: a phone records in its sensor's orientation and stores separately how it
 * was held.
 *
 * @param transposed whether rows become columns
 * @param flippedX whether left and right are then exchanged
 * @param flippedY whether top and bottom are then exchanged
 */
record Orientation(boolean transposed, boolean flippedX, boolean flippedY) {

    /** Leaves the picture as it is. */
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    /**
     * Reads a display matrix: a point (p, q) is shown at (a·p + c·q, b·p + d·q), moved into view. Angles are rounded to
     * the nearest right angle.
     */
    static Orientation of(int a, int b, int c, int d) {
        if (Math.abs((long) a) + Math.abs((long) d) >= Math.abs((long) b) + Math.abs((long) c)) {
            return new Orientation(false, a < 0, d < 0);
        }
        return new Orientation(true, c < 0, b < 0);
    }

    /** Returns the width of a picture after turning. */
    int width(int width, int height) {
        return transposed ? height : width;
    }

    /** Returns the height of a picture after turning. */
    int height(int width, int height) {
        return transposed ? width : height;
    }

    /**
     * Turns a picture.
     *
     * @param rgb its pixels, of {@value Picture#CHANNELS} bytes each
     * @param stride bytes from one row to the next
     * @return the pixels of the turned picture, without gaps
     */
    byte[] turn(BytePointer rgb, int stride, int width, int height) {
        byte[] target = new byte[Picture.CHANNELS * width * height];
        byte[] row = new byte[Picture.CHANNELS * width];
        ByteBuffer source = rgb.capacity((long) stride * height).asByteBuffer();
        // Where the top left pixel goes, and how far from it its neighbors to the right and below go.
        int turnedWidth = width(width, height);
        int turnedHeight = height(width, height);
        int stepX = Picture.CHANNELS * (flippedX ? -1 : 1);
        int stepY = Picture.CHANNELS * turnedWidth * (flippedY ? -1 : 1);
        int first =
                Picture.CHANNELS * ((flippedX ? turnedWidth - 1 : 0) + (flippedY ? turnedHeight - 1 : 0) * turnedWidth);
        int right = transposed ? stepY : stepX;
        int down = transposed ? stepX : stepY;
        for (int y = 0; y < height; y++) {
            int to = first + y * down;
            if (right == Picture.CHANNELS) {
                source.get(y * stride, target, to, row.length);
                continue;
            }
            source.get(y * stride, row);
            for (int from = 0; from < row.length; from += Picture.CHANNELS) {
                target[to] = row[from];
                target[to + 1] = row[from + 1];
                target[to + 2] = row[from + 2];
                to += right;
            }
        }
        return target;
    }
}
