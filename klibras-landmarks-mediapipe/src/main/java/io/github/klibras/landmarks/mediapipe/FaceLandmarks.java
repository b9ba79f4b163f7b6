package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.video.Picture;

import java.nio.FloatBuffer;

/** Finds the 478 points of a face in a region. For one thread at a time. */
final class FaceLandmarks {

    private static final int POINT_VALUES = 3;
    private static final int ONE_EYE = 33;
    private static final int OTHER_EYE = 263;

    private final Net net;
    private final float leastPresence;
    private final Crop crop = new Crop(NetKind.FACE_LANDMARKS.side(), 0, 1, Crop.Border.REPLICATE);

    /** @param leastPresence how certain the net must be that there is a face, 0 to 1 */
    FaceLandmarks(Net net, float leastPresence) {
        this.net = net;
        this.leastPresence = leastPresence;
    }

    /** Writes x, y and z of the points. Returns {@code false} and writes nothing if there is no face. */
    boolean find(Picture picture, Region region, float[] target, int offset) {
        crop.cut(picture, region, net.input());
        net.run();
        if (Sigmoid.of(net.output(1).get(0)) < leastPresence) {
            return false;
        }
        FloatBuffer values = net.output(0);
        float side = NetKind.FACE_LANDMARKS.side();
        float depth = depthScale(picture, region) / side;
        for (int i = 0; i < LandmarkLayout.FACE_POINTS * 3; i += 3) {
            float across = values.get(i) / side;
            float down = values.get(i + 1) / side;
            target[offset + i] = region.pictureX(across, down) / picture.width();
            target[offset + i + 1] = region.pictureY(across, down) / picture.height();
            target[offset + i + 2] = values.get(i + 2) * depth;
        }
        return true;
    }

    /**
     * Returns the box around points, in pixels.
     *
     * @param points x, y and z of each, as fractions of the picture, from {@code offset} on
     */
    static Bounds bounds(float[] points, int offset, int width, int height) {
        Bounds bounds = new Bounds();
        for (int i = offset; i < offset + LandmarkLayout.FACE_POINTS * POINT_VALUES; i += POINT_VALUES) {
            bounds.add(points[i] * width, points[i + 1] * height);
        }
        return bounds;
    }

    /** Returns the region of the face in the next picture: around its points, half as large again, with level eyes. */
    static Region nextRegion(float[] points, int offset, int width, int height) {
        Bounds bounds = bounds(points, offset, width, height);
        int from = offset + ONE_EYE * POINT_VALUES;
        int to = offset + OTHER_EYE * POINT_VALUES;
        float right = (points[to] - points[from]) * width;
        float down = (points[to + 1] - points[from + 1]) * height;
        float angle = Region.normalized(-Math.atan2(-down, right));
        return new Region(bounds.x(), bounds.y(), bounds.width(), bounds.height(), angle)
                .squared()
                .scaled(1.5f);
    }

    /**
     * Returns the length of the region's upper side in picture coordinates, in which both sides of the picture are 1.
     */
    private static float depthScale(Picture picture, Region region) {
        double across = Math.cos(region.angle()) * region.width() / picture.width();
        double down = Math.sin(region.angle()) * region.width() / picture.height();
        return (float) Math.hypot(across, down);
    }
}
