package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkPart;

/** A hand in a picture. Immutable. */
final class Hand {

    private static final int WRIST = 0;
    private static final int INDEX_KNUCKLE = 5;
    private static final int MIDDLE_KNUCKLE = 9;
    private static final int RING_KNUCKLE = 13;
    private static final int LITTLE_KNUCKLE = 17;
    private static final int POINT_VALUES = 3;
    private static final float SAME_PLACE = 0.2f;
    private static final int SAME_POINTS = 10;
    private static final float SAME_BOX = 0.2f;

    /** The wrist, the lower joints of the thumb, and the knuckle and next joint of each finger. */
    private static final int[] PALM = {0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18};

    private final boolean right;
    private final float[] points;

    /**
     * Makes a hand.
     *
     * @param right whether MediaPipe calls it the right hand
     * @param points x, y and z of each point, as fractions of the picture; must not be changed afterwards
     */
    Hand(boolean right, float[] points) {
        this.right = right;
        this.points = points;
    }

    /** Returns the landmark part of this hand. */
    LandmarkPart part() {
        return right ? LandmarkPart.RIGHT_HAND : LandmarkPart.LEFT_HAND;
    }

    /** Copies the points to the offset at which the part begins. */
    void copyTo(float[] target, int offset) {
        System.arraycopy(points, 0, target, offset, points.length);
    }

    /**
     * Returns whether two findings are the same hand: ten of their points are within a fifth of a palm of each other,
     * and their boxes overlap. This is the rule of MediaPipe's {@code HandLandmarksDeduplicationCalculator}.
     */
    boolean isSame(Hand other, int width, int height) {
        double near = SAME_PLACE * Math.max(palm(width, height), other.palm(width, height));
        int same = 0;
        for (int i = 0; i < points.length; i += POINT_VALUES) {
            double distance =
                    Math.hypot((points[i] - other.points[i]) * width, (points[i + 1] - other.points[i + 1]) * height);
            same += distance < near ? 1 : 0;
        }
        return same >= SAME_POINTS && box().overlap(other.box()) > SAME_BOX;
    }

    /**
     * Returns the region of the hand in the next picture: around its palm, twice as large, with the fingers up. This is
     * the rule of MediaPipe's {@code HandLandmarksToRectCalculator}.
     *
     * @param width of the picture in pixels
     * @param height of the picture in pixels
     */
    Region nextRegion(int width, int height) {
        float wristX = x(WRIST) * width;
        float wristY = y(WRIST) * height;
        float fingersX = ((x(INDEX_KNUCKLE) + x(RING_KNUCKLE)) / 2 + x(MIDDLE_KNUCKLE)) / 2 * width;
        float fingersY = ((y(INDEX_KNUCKLE) + y(RING_KNUCKLE)) / 2 + y(MIDDLE_KNUCKLE)) / 2 * height;
        float angle = Region.angleUp(fingersX - wristX, fingersY - wristY);
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        Bounds palm = new Bounds();
        for (int point : PALM) {
            float right = x(point) * width - wristX;
            float down = y(point) * height - wristY;
            palm.add((float) (right * cos + down * sin), (float) (down * cos - right * sin));
        }
        return new Region(
                        (float) (wristX + palm.x() * cos - palm.y() * sin),
                        (float) (wristY + palm.x() * sin + palm.y() * cos),
                        palm.width(),
                        palm.height(),
                        angle)
                .shifted(0, -0.1f)
                .squared()
                .scaled(2);
    }

    private float x(int point) {
        return points[point * POINT_VALUES];
    }

    private float y(int point) {
        return points[point * POINT_VALUES + 1];
    }

    private double palm(int width, int height) {
        return Math.max(
                distance(WRIST, INDEX_KNUCKLE, width, height),
                Math.max(
                        distance(INDEX_KNUCKLE, LITTLE_KNUCKLE, width, height),
                        distance(LITTLE_KNUCKLE, WRIST, width, height)));
    }

    private double distance(int from, int to, int width, int height) {
        int a = from * POINT_VALUES;
        int b = to * POINT_VALUES;
        return Math.hypot((points[a] - points[b]) * width, (points[a + 1] - points[b + 1]) * height);
    }

    private Detection box() {
        Bounds bounds = new Bounds();
        for (int i = 0; i < points.length; i += POINT_VALUES) {
            bounds.add(points[i], points[i + 1]);
        }
        return new Detection(1, bounds.left(), bounds.top(), bounds.right(), bounds.bottom(), new float[0]);
    }
}
