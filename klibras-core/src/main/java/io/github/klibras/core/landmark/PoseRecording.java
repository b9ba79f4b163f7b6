package io.github.klibras.core.landmark;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A recording of body landmarks in the {@code .pose} format, versions 0.1 and 0.2, of the pose-format project, with the
 * components of MediaPipe Holistic.
 *
 * <p>Only the first person is read. Immutable and thread-safe.
 */
public final class PoseRecording {

    private final int width;
    private final int height;
    private final double framesPerSecond;
    private final int frames;
    private final List<PoseComponent> components;
    private final PoseValues values;

    PoseRecording(
            int width,
            int height,
            double framesPerSecond,
            int frames,
            List<PoseComponent> components,
            PoseValues values) {
        this.width = width;
        this.height = height;
        this.framesPerSecond = framesPerSecond;
        this.frames = frames;
        this.components = List.copyOf(components);
        this.values = values;
    }

    /**
     * Reads a recording.
     *
     * @param file the whole content of a {@code .pose} file
     * @throws UnreadableVideoException if it is not one, is of another version, or is cut off or damaged
     */
    public static PoseRecording read(Video file) {
        return new PoseFileParser(file.asByteBuffer()).parse();
    }

    /** Returns the width of the picture, in pixels. */
    public int width() {
        return width;
    }

    /** Returns the height of the picture, in pixels. */
    public int height() {
        return height;
    }

    /** Returns the frame rate, in frames a second: finite and not negative, 0 in files that do not know it or hold none. */
    public double framesPerSecond() {
        return framesPerSecond;
    }

    /** Returns the number of frames, at least one. */
    public int frames() {
        return frames;
    }

    /**
     * Returns the landmarks of some frames, with the unit of depth detected.
     *
     * @see #sample(LandmarkLayout, FrameSampler, DepthUnit)
     */
    public LandmarkSequence sample(LandmarkLayout layout, FrameSampler sampler) {
        return sample(layout, sampler, DepthUnit.DETECT);
    }

    /**
     * Returns the landmarks of some frames as fractions of the picture.
     *
     * <p>A point was not seen, and all its values are 0, if its confidence is 0, if its confidence or a coordinate is NaN
     * or infinite, or if the recording names its points as MediaPipe does and lacks this one. A recording without z has 0
     * as every depth. The confidence of a pose point serves as its visibility.
     *
     * @param layout which landmarks
     * @param sampler which frames
     * @param depthUnit what z is in the recording
     * @return {@code sampler.frames()} frames
     * @throws UnreadableVideoException if the recording lacks a component that the layout needs, or points of the face;
     *     or if such a component lacks x or y, or has another number of points, without MediaPipe's names
     */
    public LandmarkSequence sample(LandmarkLayout layout, FrameSampler sampler, DepthUnit depthUnit) {
        Objects.requireNonNull(depthUnit, "depthUnit");
        int[] chosen = sampler.indices(frames);
        float[] target = new float[chosen.length * layout.features()];
        DepthUnit known = depthUnit == DepthUnit.DETECT ? depthUnit() : depthUnit;
        float zUnit = known == DepthUnit.PIXELS ? width : 1;
        for (HolisticComponent component : HolisticComponent.values()) {
            if (layout.parts().contains(component.part())) {
                copy(component, chosen, zUnit, target, layout.features());
            }
        }
        return LandmarkSequence.of(layout, target);
    }

    /** Returns the unit of depth that {@link DepthUnit#DETECT} stands for: widths or pixels. */
    public DepthUnit depthUnit() {
        DepthCount pose = countDepths(DepthUnit.FARTHEST_POSE_WIDTHS, HolisticComponent.POSE);
        DepthCount decisive = pose.seen() > 0
                ? pose
                : countDepths(
                        DepthUnit.FARTHEST_HAND_WIDTHS, HolisticComponent.LEFT_HAND, HolisticComponent.RIGHT_HAND);
        return decisive.far() > decisive.seen() / 2 ? DepthUnit.PIXELS : DepthUnit.WIDTHS;
    }

    /** How many points were seen, and how many of them are too far from 0 to be in widths. */
    private record DepthCount(long seen, long far) {}

    private DepthCount countDepths(float farthest, HolisticComponent... parts) {
        long seen = 0;
        long far = 0;
        for (HolisticComponent part : parts) {
            PoseComponent component = find(part).orElse(null);
            if (component == null || !component.hasXAndY()) {
                continue;
            }
            for (int frame = 0; frame < frames; frame++) {
                for (int point = component.firstPoint(); point < component.endPoint(); point++) {
                    if (values.seen(component, frame, point)) {
                        seen++;
                        far += Math.abs(values.z(component, frame, point)) > farthest ? 1 : 0;
                    }
                }
            }
        }
        return new DepthCount(seen, far);
    }

    private Optional<PoseComponent> find(HolisticComponent part) {
        return components.stream()
                .filter(component -> component.name().equals(part.componentName()))
                .findFirst();
    }

    private PoseComponent require(HolisticComponent part) {
        PoseComponent component = find(part)
                .orElseThrow(() -> new UnreadableVideoException("The recording has no component " + part.componentName()
                        + "; it has "
                        + Names.shown(
                                components.stream().map(PoseComponent::name).toList())));
        if (!component.hasXAndY()) {
            throw new UnreadableVideoException("Component " + component.name() + " has points of format "
                    + Names.shown(component.format()) + "; x and y are needed");
        }
        return component;
    }

    private void copy(HolisticComponent part, int[] chosen, float zUnit, float[] target, int features) {
        PoseComponent component = require(part);
        int[] points = part.pointsIn(component);
        int size = part.part().valuesPerPoint();
        for (int i = 0; i < chosen.length; i++) {
            int frame = chosen[i];
            int start = i * features + part.part().offset();
            for (int p = 0; p < points.length; p++) {
                int point = points[p];
                if (point != HolisticComponent.ABSENT && values.seen(component, frame, point)) {
                    int next = start + p * size;
                    target[next] = values.x(component, frame, point) / width;
                    target[next + 1] = values.y(component, frame, point) / height;
                    target[next + 2] = values.z(component, frame, point) / zUnit;
                    if (part == HolisticComponent.POSE) {
                        target[next + 3] = values.confidence(frame, point);
                    }
                }
            }
        }
    }
}
