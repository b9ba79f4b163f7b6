package io.github.klibras.core.landmark;

import java.nio.FloatBuffer;

/**
 * The numbers of a {@code .pose} file: first x, y, z of every point, person and frame, then all confidences. Reads the
 * first person.
 */
final class PoseValues {

    static final int DIMENSIONS = 3;

    private final FloatBuffer values;
    private final int people;
    private final int points;
    private final int firstConfidence;

    PoseValues(FloatBuffer values, int frames, int people, int points) {
        this.values = values;
        this.people = people;
        this.points = points;
        this.firstConfidence = frames * people * points * DIMENSIONS;
    }

    float x(int frame, int point) {
        return values.get(index(frame, point) * DIMENSIONS);
    }

    float y(int frame, int point) {
        return values.get(index(frame, point) * DIMENSIONS + 1);
    }

    float z(int frame, int point) {
        return values.get(index(frame, point) * DIMENSIONS + 2);
    }

    /**
     * Says whether a point was seen. Writers give 0 as the confidence of a point that was not, and any numbers beside it;
     * others give NaN.
     */
    boolean isSeen(int frame, int point) {
        float confidence = confidence(frame, point);
        return confidence > 0
                && Float.isFinite(confidence)
                && Float.isFinite(x(frame, point))
                && Float.isFinite(y(frame, point))
                && Float.isFinite(z(frame, point));
    }

    float confidence(int frame, int point) {
        return values.get(firstConfidence + index(frame, point));
    }

    private int index(int frame, int point) {
        return frame * people * points + point;
    }
}
