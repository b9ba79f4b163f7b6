package io.github.klibras.landmarks.mediapipe;

/** The smallest upright box around points. For one thread at a time. */
final class Bounds {

    private float left = Float.MAX_VALUE;
    private float top = Float.MAX_VALUE;
    private float right = -Float.MAX_VALUE;
    private float bottom = -Float.MAX_VALUE;

    void add(float x, float y) {
        left = Math.min(left, x);
        top = Math.min(top, y);
        right = Math.max(right, x);
        bottom = Math.max(bottom, y);
    }

    float left() {
        return left;
    }

    float top() {
        return top;
    }

    float right() {
        return right;
    }

    float bottom() {
        return bottom;
    }

    /** Returns the x of the center. */
    float x() {
        return (left + right) / 2;
    }

    /** Returns the y of the center. */
    float y() {
        return (top + bottom) / 2;
    }

    float width() {
        return right - left;
    }

    float height() {
        return bottom - top;
    }
}
