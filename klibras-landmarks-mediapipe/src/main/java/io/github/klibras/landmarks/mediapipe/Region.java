package io.github.klibras.landmarks.mediapipe;

/**
 * A rotated rectangle in a picture.
 *
 * @param x of its centre, in pixels
 * @param y of its centre, in pixels
 * @param width in pixels, along its own axis
 * @param height in pixels, along its own axis
 * @param angle by which it is turned, in radians, clockwise as one looks at the picture
 */
record Region(float x, float y, float width, float height, float angle) {

    /** The whole picture, made as high or wide in proportion as a square by adding as much on both sides. */
    static Region squareAround(int width, int height) {
        int side = Math.max(width, height);
        return new Region(width / 2f, height / 2f, side, side, 0);
    }

    /**
     * A square around a point that reaches as far as another one, turned so that this one is above.
     *
     * @param x of the point in the middle, in pixels
     * @param right from there to the other one, in pixels
     * @param down from there to the other one, in pixels
     */
    static Region reaching(float x, float y, float right, float down) {
        float side = 2 * (float) Math.hypot(right, down);
        return new Region(x, y, side, side, angleUp(right, down));
    }

    /** Returns by how much to turn so that a direction becomes up. */
    static float angleUp(float right, float down) {
        return normalized(Math.PI / 2 - Math.atan2(-down, right));
    }

    /** Moves it along its own axes, by shares of its sizes. */
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

    /** Makes both sides as long as the longer one. */
    Region squared() {
        float side = Math.max(width, height);
        return new Region(x, y, side, side, angle);
    }

    /** Multiplies its sizes; the centre stays. */
    Region scaled(float factor) {
        return new Region(x, y, width * factor, height * factor, angle);
    }

    /** Returns what two regions share, as a part of what they cover together; as if they were not turned. */
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

    /** Returns the x in the picture, in pixels, of a point that is given in shares of the region from its upper left. */
    float pictureX(float across, float down) {
        return (float) (x + Math.cos(angle) * (across - 0.5f) * width - Math.sin(angle) * (down - 0.5f) * height);
    }

    /** Returns the y in the picture, in pixels, of a point that is given in shares of the region from its upper left. */
    float pictureY(float across, float down) {
        return (float) (y + Math.sin(angle) * (across - 0.5f) * width + Math.cos(angle) * (down - 0.5f) * height);
    }

    /** Brings an angle into [-π, π). */
    static float normalized(double angle) {
        return (float) (angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI)));
    }
}
