package io.github.klibras.core.landmark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The components of a {@code .pose} file that pose-format creates from MediaPipe Holistic ({@code holistic_components}
 * in its {@code utils/holistic.py}). The fifth, {@code POSE_WORLD_LANDMARKS}, is not read: it is in meters from the
 * hips, times the size of the picture.
 */
enum HolisticComponent {
    POSE("POSE_LANDMARKS", LandmarkPart.POSE),
    LEFT_HAND("LEFT_HAND_LANDMARKS", LandmarkPart.LEFT_HAND),
    RIGHT_HAND("RIGHT_HAND_LANDMARKS", LandmarkPart.RIGHT_HAND),
    FACE("FACE_LANDMARKS", LandmarkPart.FACE);

    /** MediaPipe gives the face mesh without irises, its last ten points, unless asked to refine them. */
    private static final int FACE_POINTS_WITHOUT_IRISES = 468;

    /** Stands for the index of a point that a file does not have. */
    static final int ABSENT = -1;

    private final String componentName;
    private final LandmarkPart part;

    HolisticComponent(String componentName, LandmarkPart part) {
        this.componentName = componentName;
        this.part = part;
    }

    String componentName() {
        return componentName;
    }

    LandmarkPart part() {
        return part;
    }

    static Optional<HolisticComponent> named(String componentName) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.componentName.equals(componentName))
                .findFirst();
    }

    /**
     * Finds the points of the part in a file: by name if all the names are MediaPipe's, since pose-format can omit and
     * reorder points, and by position otherwise.
     *
     * <p>To be found by position, all points must be present, or all of the face but the irises: with any other number,
     * it is unknown which points they are.
     *
     * @return for each point of the part its index among the points of a frame, or {@link #ABSENT}
     * @throws UnreadableVideoException if there is another number of points under other names
     */
    int[] pointsIn(PoseComponent component) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < component.pointNames().size(); i++) {
            indices.put(component.pointNames().get(i), component.firstPoint() + i);
        }
        List<String> names = PointNames.of(part);
        long known = names.stream().filter(indices::containsKey).count();
        if (known < component.points()) {
            return byPosition(component);
        }
        return names.stream()
                .mapToInt(name -> indices.getOrDefault(name, ABSENT))
                .toArray();
    }

    private int[] byPosition(PoseComponent component) {
        int points = component.points();
        if (points != part.points() && !(part == LandmarkPart.FACE && points == FACE_POINTS_WITHOUT_IRISES)) {
            throw new UnreadableVideoException("Component " + componentName + " has " + points + " points; expected "
                    + part.points() + ", or some of them under MediaPipe's names");
        }
        return IntStream.range(0, part.points())
                .map(point -> point < points ? component.firstPoint() + point : ABSENT)
                .toArray();
    }
}
