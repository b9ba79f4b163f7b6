package io.github.klibras.core.video;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.time.Duration;

/**
 * A picture in RGB, as it is to be viewed: rotated upright, with square pixels.
 *
 * <p>The pixels are not copied, since there may be many pictures: an array must not be modified once it was passed in
 * or returned.
 */
public final class Picture {

    /** The values of a pixel: red, green, blue. */
    public static final int CHANNELS = 3;

    /** Bounds the memory that a wrong number can cost; no phone's camera has as many pixels on a side. */
    public static final int MAX_SIDE = 16_384;

    private final int width;
    private final int height;
    private final byte[] rgb;
    private final Duration time;

    private Picture(int width, int height, byte[] rgb, Duration time) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
        this.time = time;
    }

    /**
     * Wraps the pixels of a picture, without a copy.
     *
     * @param width pixels in a row, 1 to {@value #MAX_SIDE}
     * @param height rows, 1 to {@value #MAX_SIDE}
     * @param rgb red, green and blue (0 to 255, unsigned) of each pixel, from left to right, row by row from the top
     * @param time when it is shown, from the beginning of the video; zero for a picture that stands alone
     * @throws InvalidInputException if a size is out of range, or if {@code rgb} does not have {@code 3 * width *
     *     height} values
     */
    public static Picture of(int width, int height, byte[] rgb, Duration time) {
        Numbers.inRange("width of the picture", width, 1, MAX_SIDE);
        Numbers.inRange("height of the picture", height, 1, MAX_SIDE);
        if (rgb.length != (long) CHANNELS * width * height) {
            throw new InvalidInputException("A picture of " + width + "×" + height + " pixels needs "
                    + (long) CHANNELS * width * height + " values, but got " + rgb.length);
        }
        return new Picture(width, height, rgb, time);
    }

    /** Returns the number of pixels in a row. */
    public int width() {
        return width;
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    /** Returns the pixels in the form of {@link #of}: the array itself, which must not be modified. */
    public byte[] rgb() {
        return rgb;
    }

    /** Returns when the picture is shown, from the beginning of the video. */
    public Duration time() {
        return time;
    }

    /** Returns the mirror image, with left and right swapped. */
    public Picture flipped() {
        byte[] target = new byte[rgb.length];
        for (int row = 0; row < height; row++) {
            int from = row * width * CHANNELS;
            int to = (row + 1) * width * CHANNELS;
            for (int column = 0; column < width; column++) {
                to -= CHANNELS;
                target[to] = rgb[from];
                target[to + 1] = rgb[from + 1];
                target[to + 2] = rgb[from + 2];
                from += CHANNELS;
            }
        }
        return new Picture(width, height, target, time);
    }

    /**
     * Returns the picture shrunk proportionally to a greatest width, exactly as the Python service does it: by OpenCV's
     * bilinear interpolation, with the height truncated to a whole number. Returns a picture that is not wider as is.
     *
     * @param maxWidth at least 1
     */
    public Picture shrunkToWidth(int maxWidth) {
        Numbers.inRange("greatest width of a picture", maxWidth, 1, Integer.MAX_VALUE);
        if (width <= maxWidth) {
            return this;
        }
        int shrunk = Math.max(1, (int) (height * (maxWidth / (double) width)));
        return new Picture(maxWidth, shrunk, PictureScaler.scale(this, maxWidth, shrunk), time);
    }

    @Override
    public String toString() {
        return "Picture[" + width + "×" + height + " at " + time + "]";
    }
}
