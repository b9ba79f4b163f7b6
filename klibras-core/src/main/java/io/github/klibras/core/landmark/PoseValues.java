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
     * Returns whether a point was seen, by the rule of pose-format's {@code NumPyPoseBody}, which masks points with
     * confidence 0. Points with numbers that are not finite do not count as seen either.
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

    /** Returns a coordinate; 0 if the component's points do not have it. */
    private float coordinate(char letter, PoseComponent component, int frame, int point) {
        int dimension = component.format().indexOf(letter);
        return dimension < 0 ? 0 : values.get(index(frame, point) * dimensions + dimension);
    }

    private int index(int frame, int point) {
        return frame * people * points + point;
    }
}
