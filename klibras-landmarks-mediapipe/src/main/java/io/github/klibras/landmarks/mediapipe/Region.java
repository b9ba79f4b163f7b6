package io.github.klibras.landmarks.mediapipe;

/**
 * A rotated rectangle in a picture.
 *
 * @param x of its center, in pixels
 * @param y of its center, in pixels
 * @param width in pixels, along its own axis
 * @param height in pixels, along its own axis
 * @param angle by which it is turned, in radians, clockwise as seen in the picture
 */
record Region(float x, float y, float width, float height, float angle) {

    /** Returns the smallest square around a whole picture, which is centered in it. */
    static Region squareAround(int width, int height) {
        int side = Math.max(width, height);
        return new Region(width / 2f, height / 2f, side, side, 0);
    }

    /**
     * Returns a square around a point that reaches as far as another one, turned so that the other one is above.
     *
     * @param x of the center, in pixels
     * @param right from there to the other one, in pixels
     * @param down from there to the other one, in pixels
     */
    static Region reaching(float x, float y, float right, float down) {
        float side = 2 * (float) Math.hypot(right, down);
        return new Region(x, y, side, side, angleUp(right, down));
    }

    /** Returns the angle by which to turn so that a direction points up. */
    static float angleUp(float right, float down) {
        return normalized(Math.PI / 2 - Math.atan2(-down, right));
    }

    /** Returns the region moved along its own axes by fractions of its sizes. */
    Region shifted(float right, float down) {
        double sin = Math.sin(angle);
        double cos = Math.cos(angle);
        return new Region(
                (float) (x + width * right * cos - height * down * sin),
                (float) (y + width * right * sin + height * down * cos),
                width,
                height,
                angle);
    }

    /** Returns a square with the longer side of the region. */
    Region squared() {
        float side = Math.max(width, height);
        return new Region(x, y, side, side, angle);
    }

    /** Returns the region with its sizes multiplied and its center unchanged. */
    Region scaled(float factor) {
        return new Region(x, y, width * factor, height * factor, angle);
    }

    /** Returns the intersection over union of two regions, ignoring their angles. */
    float overlap(Region other) {
        float across =
                Math.min(x + width / 2, other.x + other.width / 2) - Math.max(x - width / 2, other.x - other.width / 2);
        float down = Math.min(y + height / 2, other.y + other.height / 2)
                - Math.max(y - height / 2, other.y - other.height / 2);
        if (across <= 0 || down <= 0) {
            return 0;
        }
        float shared = across * down;
        return shared / (width * height + other.width * other.height - shared);
    }

    /**
     * Returns the x in the picture, in pixels, of a point given as fractions of the region from its upper left corner.
     */
    float pictureX(float across, float down) {
        return (float) (x + Math.cos(angle) * (across - 0.5f) * width - Math.sin(angle) * (down - 0.5f) * height);
    }

    /**
     * Returns the y in the picture, in pixels, of a point given as fractions of the region from its upper left corner.
     */
    float pictureY(float across, float down) {
        return (float) (y + Math.sin(angle) * (across - 0.5f) * width + Math.cos(angle) * (down - 0.5f) * height);
    }

    /** Normalizes an angle to [-π, π). */
    static float normalized(double angle) {
        return (float) (angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI)));
    }
}
