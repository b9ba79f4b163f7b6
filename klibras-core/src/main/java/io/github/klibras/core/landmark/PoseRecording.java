package io.github.klibras.core.landmark;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
     * Reads a recording. If it has two components with the same name, the first is used.
     *
     * @param file the whole content of a {@code .pose} file
     * @throws UnreadableVideoException if it is not one, is of another version, or is cut off or damaged
     */
    public static PoseRecording read(Video file) {
        return new PoseFileParser(file.asByteBuffer()).parse();
    }

    /** Returns whether bytes begin like a {@code .pose} file; only {@link #read} checks whether they are valid. */
    public static boolean isRecording(Video file) {
        return PoseFileParser.isVersion(file.asByteBuffer());
    }

    /** Returns the width of the picture, in pixels. */
    public int width() {
        return width;
    }

    /** Returns the height of the picture, in pixels. */
    public int height() {
        return height;
    }

    /** Returns the frame rate, in frames per second: finite and not negative; 0 if the file has no valid one. */
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
     * <p>A point counts as not seen, and all its values are 0, if its confidence is 0, if its confidence or a
     * coordinate is NaN or infinite, or if the recording lacks it: the whole component may be missing, irises always
     * may, and other points where the recording names its points as MediaPipe does. In a recording without z, every
     * depth is 0. The confidence of a pose point is used as its visibility.
     *
     * @param layout which landmarks
     * @param sampler which frames
     * @param depthUnit the unit of z in the recording
     * @return {@code sampler.frames()} frames
     * @throws UnreadableVideoException if the recording has none of the components of the layout, or one whose numbers
     *     cannot be interpreted: without x or y, or with another number of points, not all under MediaPipe's names
     */
    public LandmarkSequence sample(LandmarkLayout layout, FrameSampler sampler, DepthUnit depthUnit) {
        Objects.requireNonNull(depthUnit, "depthUnit");
        List<HolisticComponent> present = presentParts(layout);
        int[] chosen = sampler.indices(frames);
        float[] target = new float[chosen.length * layout.features()];
        DepthUnit known = depthUnit == DepthUnit.DETECT ? depthUnit() : depthUnit;
        float zUnit = known == DepthUnit.PIXELS ? width : 1;
        for (HolisticComponent part : present) {
            copy(part, chosen, zUnit, target, layout.features());
        }
        return LandmarkSequence.ofOwned(layout, target);
    }

    /** Returns the unit that {@link DepthUnit#DETECT} yields: {@link DepthUnit#WIDTHS} or {@link DepthUnit#PIXELS}. */
    public DepthUnit depthUnit() {
        return new DepthDetector(values)
                .detect(
                        withXAndY(HolisticComponent.POSE),
                        withXAndY(HolisticComponent.LEFT_HAND, HolisticComponent.RIGHT_HAND));
    }

    private List<PoseComponent> withXAndY(HolisticComponent... parts) {
        return Stream.of(parts)
                .flatMap(part -> find(part).stream())
                .filter(PoseComponent::hasXAndY)
                .toList();
    }

    /** Returns the layout's components in the file. Missing ones count as unseen, but some must be present. */
    private List<HolisticComponent> presentParts(LandmarkLayout layout) {
        List<HolisticComponent> wanted = Stream.of(HolisticComponent.values())
                .filter(part -> layout.parts().contains(part.part()))
                .toList();
        List<HolisticComponent> present =
                wanted.stream().filter(part -> find(part).isPresent()).toList();
        if (present.isEmpty()) {
            throw new UnreadableVideoException("The recording has none of the components "
                    + Names.shown(wanted.stream()
                            .map(HolisticComponent::componentName)
                            .toList())
                    + "; it has "
                    + Names.shown(components.stream().map(PoseComponent::name).toList()));
        }
        return present;
    }

    private Optional<PoseComponent> find(HolisticComponent part) {
        return components.stream()
                .filter(component -> component.name().equals(part.componentName()))
                .findFirst();
    }

    private void copy(HolisticComponent part, int[] chosen, float zUnit, float[] target, int features) {
        PoseComponent component = find(part).orElseThrow();
        if (!component.hasXAndY()) {
            throw new UnreadableVideoException("Component " + component.name() + " has points of format "
                    + Names.shown(component.format()) + "; x and y are needed");
        }
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
