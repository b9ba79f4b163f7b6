package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.video.Picture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Cuts a region out of a picture, turned upright and scaled to the input of a net, as MediaPipe's
 * {@code ImageToTensorCalculator} does on a CPU with OpenCV's {@code warpPerspective}: each pixel is sampled at its
 * upper left corner, rounded to 1/32 of a pixel, and interpolated between four neighbors. For one thread at a time.
 *
 * <p>Most pixels have their four neighbors inside the picture. Those are computed with all three colors in one
 * {@code long}, which takes a third of the time.
 */
final class Crop {

    /** The pixels beyond the edges of the picture. */
    enum Border {
        /** Black. */
        ZERO,
        /** The pixel at the edge. */
        REPLICATE
    }

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int STEPS = 32;
    private static final int STEP_BITS = 5;
    private static final int FULL_WEIGHT_BITS = 2 * STEP_BITS;
    private static final int HALF = 1 << (FULL_WEIGHT_BITS - 1);

    /** Fraction bits of positions along a turned row, which are fixed-point numbers of steps. */
    private static final int FRACTION_BITS = 32;

    /** Bits from one color to the next in a {@code long}; a weighted sum has 18 bits. */
    private static final int LANE_BITS = 20;

    private static final long HALVES = HALF | (long) HALF << LANE_BITS | (long) HALF << (2 * LANE_BITS);

    private final int side;
    private final Border border;
    private final float[] values = new float[256];
    private final float[] row;
    private final int[] columns;

    /**
     * Creates a crop for a net.
     *
     * @param side width and height of the net's input
     * @param low the net's input value for a color of 0
     * @param high the net's input value for a color of 255
     */
    Crop(int side, float low, float high, Border border) {
        this.side = side;
        this.border = border;
        this.row = new float[side * Picture.CHANNELS];
        this.columns = new int[side];
        for (int i = 0; i < values.length; i++) {
            values[i] = i * ((high - low) / 255f) + low;
        }
    }

    /** Cuts out a region and writes it to the start of the buffer, row by row, as RGB. */
    void cut(Picture picture, Region region, FloatBuffer target) {
        // 32-bit corners, and the angle by way of degrees, as in MediaPipe and OpenCV.
        float degrees = (float) (region.angle() * 180f / Math.PI);
        float halfCos = (float) Math.cos(Math.toRadians(degrees)) * 0.5f;
        float halfSin = (float) Math.sin(Math.toRadians(degrees)) * 0.5f;
        float lowerLeftX = region.x() - halfSin * region.height() - halfCos * region.width();
        float lowerLeftY = region.y() + halfCos * region.height() - halfSin * region.width();
        float upperLeftX = region.x() + halfSin * region.height() - halfCos * region.width();
        float upperLeftY = region.y() - halfCos * region.height() - halfSin * region.width();
        float upperRightX = 2 * region.x() - lowerLeftX;
        float upperRightY = 2 * region.y() - lowerLeftY;
        double step = (double) STEPS / side;
        double acrossX = (upperRightX - (double) upperLeftX) * step;
        double acrossY = (upperRightY - (double) upperLeftY) * step;
        double downX = (lowerLeftX - (double) upperLeftX) * step;
        double downY = (lowerLeftY - (double) upperLeftY) * step;
        double startX = upperLeftX * (double) STEPS;
        double startY = upperLeftY * (double) STEPS;
        if (region.angle() == 0) {
            cutUpright(picture, startX, startY, acrossX, downY, target);
        } else {
            for (int i = 0; i < side; i++) {
                cutTurnedRow(picture, startX + i * downX, startY + i * downY, acrossX, acrossY);
                target.put(i * row.length, row);
            }
        }
    }

    /** Cuts out an upright region: all rows sample the same columns, which are computed once. */
    private void cutUpright(
            Picture picture, double startX, double startY, double across, double down, FloatBuffer target) {
        for (int j = 0; j < side; j++) {
            columns[j] = (int) Math.rint(startX + j * across);
        }
        for (int i = 0; i < side; i++) {
            int y = (int) Math.rint(startY + i * down);
            int top = y >> STEP_BITS;
            if (border == Border.ZERO && (top < -1 || top >= picture.height())) {
                Arrays.fill(row, values[0]);
            } else {
                for (int j = 0; j < side; j++) {
                    sample(picture, columns[j], y, j * Picture.CHANNELS);
                }
            }
            target.put(i * row.length, row);
        }
    }

    private void cutTurnedRow(Picture picture, double startX, double startY, double acrossX, double acrossY) {
        long x = fixed(startX + 0.5);
        long y = fixed(startY + 0.5);
        long nextX = fixed(acrossX);
        long nextY = fixed(acrossY);
        for (int j = 0; j < side; j++) {
            sample(picture, (int) (x >> FRACTION_BITS), (int) (y >> FRACTION_BITS), j * Picture.CHANNELS);
            x += nextX;
            y += nextY;
        }
    }

    private static long fixed(double steps) {
        return (long) (steps * (1L << FRACTION_BITS));
    }

    /** Interpolates at a position given in steps. */
    private void sample(Picture picture, int x, int y, int at) {
        int left = x >> STEP_BITS;
        int top = y >> STEP_BITS;
        int right = x & (STEPS - 1);
        int down = y & (STEPS - 1);
        int rowBytes = picture.width() * Picture.CHANNELS;
        byte[] rgb = picture.rgb();
        int upper = top * rowBytes + left * Picture.CHANNELS;
        int lower = upper + rowBytes;
        boolean inside = left >= 0 && left < picture.width() - 1 && top >= 0 && top < picture.height() - 1;
        if (inside && lower <= rgb.length - Long.BYTES) {
            long above = (long) LONGS.get(rgb, upper);
            long below = (long) LONGS.get(rgb, lower);
            int toNext = 8 * Picture.CHANNELS;
            // Each lane is below 2^20, so none carries into the next.
            long aboveSums = (STEPS - right) * lanes(above) + right * lanes(above >>> toNext);
            long belowSums = (STEPS - right) * lanes(below) + right * lanes(below >>> toNext);
            long sums = (STEPS - down) * aboveSums + down * belowSums + HALVES;
            row[at] = values[(int) (sums >>> FULL_WEIGHT_BITS) & 0xff];
            row[at + 1] = values[(int) (sums >>> (FULL_WEIGHT_BITS + LANE_BITS)) & 0xff];
            row[at + 2] = values[(int) (sums >>> (FULL_WEIGHT_BITS + 2 * LANE_BITS)) & 0xff];
        } else {
            sampleAtEdge(picture, left, top, right, down, at);
        }
    }

    /** Spreads the three lowest bytes over the lanes. */
    private static long lanes(long pixel) {
        return (pixel & 0xff) | (pixel & 0xff00) << (LANE_BITS - 8) | (pixel & 0xff0000) << (2 * LANE_BITS - 16);
    }

    private void sampleAtEdge(Picture picture, int left, int top, int right, int down, int at) {
        byte[] rgb = picture.rgb();
        int upperLeft = offset(picture, left, top);
        int upperRight = offset(picture, left + 1, top);
        int lowerLeft = offset(picture, left, top + 1);
        int lowerRight = offset(picture, left + 1, top + 1);
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            int sum = (STEPS - right) * (STEPS - down) * value(rgb, upperLeft, channel)
                    + right * (STEPS - down) * value(rgb, upperRight, channel)
                    + (STEPS - right) * down * value(rgb, lowerLeft, channel)
                    + right * down * value(rgb, lowerRight, channel);
            row[at + channel] = values[(sum + HALF) >> FULL_WEIGHT_BITS];
        }
    }

    /** Returns the offset of a pixel, or -1 if it lies outside and is black. */
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
