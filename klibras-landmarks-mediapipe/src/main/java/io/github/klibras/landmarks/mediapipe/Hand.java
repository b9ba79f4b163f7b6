package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkPart;

/** A hand in a picture. Immutable. */
final class Hand {

    private static final int WRIST = 0;
    private static final int INDEX_KNUCKLE = 5;
    private static final int LITTLE_KNUCKLE = 17;
    private static final int POINT_VALUES = 3;
    private static final float SAME_PLACE = 0.2f;
    private static final int SAME_POINTS = 10;
    private static final float SAME_BOX = 0.2f;

    private final boolean right;
    private final float[] points;

    /**
     * Makes a hand.
     *
     * @param right whether MediaPipe calls it the right one
     * @param points x, y and z of each point, as fractions of the picture; not to be changed any more
     */
    Hand(boolean right, float[] points) {
        this.right = right;
        this.points = points;
    }

    /** Returns the part that it is. */
    LandmarkPart part() {
        return right ? LandmarkPart.RIGHT_HAND : LandmarkPart.LEFT_HAND;
    }

    /** Writes its points to where the part begins. */
    void copyTo(float[] target, int offset) {
        System.arraycopy(points, 0, target, offset, points.length);
    }

    /**
     * Says whether two findings are the same hand: ten of their points are as near to each other as a fifth of a palm, and
     * their boxes overlap. The rule of MediaPipe's {@code HandLandmarksDeduplicationCalculator}.
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
        float left = Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float rightmost = -Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        for (int i = 0; i < points.length; i += POINT_VALUES) {
            left = Math.min(left, points[i]);
            rightmost = Math.max(rightmost, points[i]);
            top = Math.min(top, points[i + 1]);
            bottom = Math.max(bottom, points[i + 1]);
        }
        return new Detection(1, left, top, rightmost, bottom, new float[0]);
    }
}
