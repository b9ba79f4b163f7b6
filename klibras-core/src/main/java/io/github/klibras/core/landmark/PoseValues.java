package io.github.klibras.core.landmark;

import java.nio.FloatBuffer;

/**
 * The numbers of a {@code .pose} file: first the coordinates of every point, person and frame, then all confidences.
 * Reads the first person.
 */
final class PoseValues {

    private final FloatBuffer values;
    private final int frames;
    private final int people;
    private final int points;
    private final int dimensions;
    private final int firstConfidence;

    PoseValues(FloatBuffer values, int frames, int people, int points, int dimensions) {
        this.values = values;
        this.frames = frames;
        this.people = people;
        this.points = points;
        this.dimensions = dimensions;
        this.firstConfidence = frames * people * points * dimensions;
    }

    int frames() {
        return frames;
    }

    /**
     * Says whether a point was seen, by the rule of pose-format's {@code NumPyPoseBody}, which masks points of
     * confidence 0. What is not a finite number was not seen either.
     */
    boolean seen(PoseComponent component, int frame, int point) {
        float confidence = confidence(frame, point);
        return confidence != 0
                && Float.isFinite(confidence)
                && Float.isFinite(x(component, frame, point))
                && Float.isFinite(y(component, frame, point))
                && Float.isFinite(z(component, frame, point));
    }

    float x(PoseComponent component, int frame, int point) {
        return coordinate('X', component, frame, point);
    }

    float y(PoseComponent component, int frame, int point) {
        return coordinate('Y', component, frame, point);
    }

    float z(PoseComponent component, int frame, int point) {
        return coordinate('Z', component, frame, point);
    }

    float confidence(int frame, int point) {
        return values.get(firstConfidence + index(frame, point));
    }

    /** Returns 0 if the points of the component do not have the coordinate. */
    private float coordinate(char letter, PoseComponent component, int frame, int point) {
        int dimension = component.format().indexOf(letter);
        return dimension < 0 ? 0 : values.get(index(frame, point) * dimensions + dimension);
    }

    private int index(int frame, int point) {
        return frame * people * points + point;
    }
}
