package io.github.klibras.core.landmark;

import java.util.List;

/**
 * A group of points of a {@code .pose} file that were detected together.
 *
 * @param name for example {@code POSE_LANDMARKS}
 * @param format a letter for each number of a point, for example {@code XYZC}; C, the confidence, is the last
 * @param firstPoint index of its first point among the points of a frame
 * @param points how many points it has
 * @param pointNames their names; empty if they are not needed
 */
record PoseComponent(String name, String format, int firstPoint, int points, List<String> pointNames) {

    int endPoint() {
        return firstPoint + points;
    }

    boolean hasXAndY() {
        return format.indexOf('X') >= 0 && format.indexOf('Y') >= 0;
    }
}
