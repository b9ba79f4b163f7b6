package io.github.klibras.core.landmark;

import java.util.List;

/** Detects the unit of depth of a recording by the rule of {@link DepthUnit#DETECT}. */
final class DepthDetector {

    private final PoseValues values;

    DepthDetector(PoseValues values) {
        this.values = values;
    }

    /**
     * Returns {@link DepthUnit#WIDTHS} or {@link DepthUnit#PIXELS}.
     *
     * @param pose the components whose depths decide if any of their points was seen
     * @param hands the components whose depths decide otherwise
     */
    DepthUnit detect(List<PoseComponent> pose, List<PoseComponent> hands) {
        DepthCount ofPose = count(pose, DepthUnit.FARTHEST_POSE_WIDTHS);
        DepthCount decisive = ofPose.seen() > 0 ? ofPose : count(hands, DepthUnit.FARTHEST_HAND_WIDTHS);
        return decisive.far() > decisive.seen() / 2 ? DepthUnit.PIXELS : DepthUnit.WIDTHS;
    }

    private DepthCount count(List<PoseComponent> components, float farthest) {
        return components.stream()
                .map(component -> count(component, farthest))
                .reduce(new DepthCount(0, 0), DepthCount::plus);
    }

    private DepthCount count(PoseComponent component, float farthest) {
        long seen = 0;
        long far = 0;
        for (int frame = 0; frame < values.frames(); frame++) {
            for (int point = component.firstPoint(); point < component.endPoint(); point++) {
                if (values.seen(component, frame, point)) {
                    seen++;
                    far += Math.abs(values.z(component, frame, point)) > farthest ? 1 : 0;
                }
            }
        }
        return new DepthCount(seen, far);
    }

    /** The number of seen points, and how many of them are too far from 0 to be in widths. */
    private record DepthCount(long seen, long far) {
        DepthCount plus(DepthCount other) {
            return new DepthCount(seen + other.seen, far + other.far);
        }
    }
}
