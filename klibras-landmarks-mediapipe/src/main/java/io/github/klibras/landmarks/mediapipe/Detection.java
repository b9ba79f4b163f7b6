package io.github.klibras.landmarks.mediapipe;

import java.util.List;

/** A detector's finding. Immutable. */
final class Detection {

    private final float score;
    private final float left;
    private final float top;
    private final float right;
    private final float bottom;
    private final float[] points;

    /**
     * Makes a detection. Coordinates are fractions of the detector's square input.
     *
     * @param score 0 to 1
     * @param points x and y of each key point, alternating; must not be changed afterwards
     */
    Detection(float score, float left, float top, float right, float bottom, float[] points) {
        this.score = score;
        this.left = left;
        this.top = top;
        this.right = right;
        this.bottom = bottom;
        this.points = points;
    }

    /**
     * Returns the mean of detections weighted by their scores.
     *
     * @param best provides the score of the result
     * @param all at least one, each with the same number of key points
     */
    static Detection mean(Detection best, List<Detection> all) {
        float total = 0;
        float left = 0;
        float top = 0;
        float right = 0;
        float bottom = 0;
        float[] points = new float[best.points.length];
        for (Detection detection : all) {
            float weight = detection.score;
            total += weight;
            left += detection.left * weight;
            top += detection.top * weight;
            right += detection.right * weight;
            bottom += detection.bottom * weight;
            for (int i = 0; i < points.length; i++) {
                points[i] += detection.points[i] * weight;
            }
        }
        for (int i = 0; i < points.length; i++) {
            points[i] /= total;
        }
        return new Detection(best.score, left / total, top / total, right / total, bottom / total, points);
    }

    float score() {
        return score;
    }

    /** Returns the x of the center of the box. */
    float x() {
        return (left + right) / 2;
    }

    /** Returns the y of the center of the box. */
    float y() {
        return (top + bottom) / 2;
    }

    float width() {
        return right - left;
    }

    float height() {
        return bottom - top;
    }

    float pointX(int point) {
        return points[2 * point];
    }

    float pointY(int point) {
        return points[2 * point + 1];
    }

    /** Returns the intersection over union of two boxes. */
    float overlap(Detection other) {
        float width = Math.min(right, other.right) - Math.max(left, other.left);
        float height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float shared = width * height;
        return shared / (area() + other.area() - shared);
    }

    private float area() {
        return width() * height();
    }
}
