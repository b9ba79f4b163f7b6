package io.github.klibras.core.landmark;

import java.util.List;
import java.util.Optional;

/**
 * A recording of body landmarks in the {@code .pose} format, versions 0.1 and 0.2, of the pose-format project, with the
 * components of MediaPipe Holistic.
 *
 * <p>Only the first person is read. Immutable and thread-safe.
 */
public final class PoseRecording {

    /**
     * A group of points that were detected together.
     *
     * @param name for example {@code POSE_LANDMARKS}
     * @param firstPoint index of its first point among the points of a frame
     * @param points how many points it has
     */
    record Component(String name, int firstPoint, int points) {

        int endPoint() {
            return firstPoint + points;
        }
    }

    private static final String POSE = "POSE_LANDMARKS";
    private static final String LEFT_HAND = "LEFT_HAND_LANDMARKS";
    private static final String RIGHT_HAND = "RIGHT_HAND_LANDMARKS";
    private static final float DEEPEST_IN_WIDTHS = 5;

    private final int width;
    private final int height;
    private final double framesPerSecond;
    private final int frames;
    private final List<Component> components;
    private final PoseValues values;

    PoseRecording(
            int width, int height, double framesPerSecond, int frames, List<Component> components, PoseValues values) {
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

    /** Says whether bytes begin as a {@code .pose} file does; whether they are a sound one, {@link #read} says. */
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

    /** Returns the frame rate, in frames a second: finite and not negative, 0 in files that do not know it. */
    public double framesPerSecond() {
        return framesPerSecond;
    }

    /** Returns the number of frames, at least one. */
    public int frames() {
        return frames;
    }

    /** Returns the unit in which the depth of points is given, by the rule of {@link DepthUnit#DETECT}. */
    public DepthUnit depthUnit() {
        return isDeep(List.of(POSE))
                        .or(() -> isDeep(List.of(LEFT_HAND, RIGHT_HAND)))
                        .orElse(false)
                ? DepthUnit.PIXELS
                : DepthUnit.WIDTHS;
    }

    /** Says whether many points lie deeper than any can in widths of the picture; empty if none of them is seen. */
    private Optional<Boolean> isDeep(List<String> names) {
        long seen = 0;
        long deep = 0;
        for (Component component : components) {
            if (names.contains(component.name())) {
                for (int frame = 0; frame < frames; frame++) {
                    for (int point = component.firstPoint(); point < component.endPoint(); point++) {
                        boolean isSeen = values.isSeen(frame, point);
                        seen += isSeen ? 1 : 0;
                        deep += isSeen && Math.abs(values.z(frame, point)) > DEEPEST_IN_WIDTHS ? 1 : 0;
                    }
                }
            }
        }
        return seen == 0 ? Optional.empty() : Optional.of(deep * 10 > seen);
    }

    /**
     * Returns the landmarks of some frames as fractions of the picture, the unit of depth being detected.
     *
     * @see #sample(LandmarkLayout, FrameSampler, DepthUnit)
     */
    public LandmarkSequence sample(LandmarkLayout layout, FrameSampler sampler) {
        return sample(layout, sampler, DepthUnit.DETECT);
    }

    /**
     * Returns the landmarks of some frames as fractions of the picture.
     *
     * <p>A point whose confidence is 0, or one of whose numbers is not finite, was not seen: all its values are 0. So a
     * component that was not detected in a frame is all zeros there. The confidence of a pose point serves as its
     * visibility.
     *
     * @param layout which landmarks
     * @param sampler which frames
     * @param depth the unit of the depth of the file's points
     * @return {@code sampler.frames()} frames
     * @throws UnreadableVideoException if the recording lacks a component that the layout needs
     */
    public LandmarkSequence sample(LandmarkLayout layout, FrameSampler sampler, DepthUnit depth) {
        DepthUnit unit = depth == DepthUnit.DETECT ? depthUnit() : depth;
        float depthScale = unit == DepthUnit.PIXELS ? width : 1;
        int[] chosen = sampler.indices(frames);
        float[] target = new float[chosen.length * layout.features()];
        Component pose = require(POSE, LandmarkLayout.POSE_POINTS);
        Component left = require(LEFT_HAND, LandmarkLayout.HAND_POINTS);
        Component right = require(RIGHT_HAND, LandmarkLayout.HAND_POINTS);
        Optional<Component> face = layout.hasFace()
                ? Optional.of(require("FACE_LANDMARKS", LandmarkLayout.FACE_POINTS))
                : Optional.empty();
        for (int i = 0; i < chosen.length; i++) {
            Frame frame = new Frame(chosen[i], depthScale, target);
            int row = i * layout.features();
            frame.copy(pose, row + LandmarkLayout.POSE_OFFSET, true);
            frame.copy(left, row + LandmarkLayout.LEFT_HAND_OFFSET, false);
            frame.copy(right, row + LandmarkLayout.RIGHT_HAND_OFFSET, false);
            face.ifPresent(component -> frame.copy(component, row + LandmarkLayout.FACE_OFFSET, false));
        }
        return LandmarkSequence.ofOwned(layout, target);
    }

    private Component require(String name, int points) {
        Component component = components.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnreadableVideoException("The recording has no component " + name + "; it has "
                        + Names.shown(components.stream().map(Component::name).toList())));
        if (component.points() != points) {
            throw new UnreadableVideoException(
                    "Component " + name + " has " + component.points() + " points; expected " + points);
        }
        return component;
    }

    /** A frame of the file on its way into a sequence. */
    private final class Frame {

        private final int index;
        private final float depthScale;
        private final float[] target;

        Frame(int index, float depthScale, float[] target) {
            this.index = index;
            this.depthScale = depthScale;
            this.target = target;
        }

        /** Points that were not seen are left out: the target is all zeros. */
        void copy(Component component, int offset, boolean withVisibility) {
            int next = offset;
            for (int point = component.firstPoint(); point < component.endPoint(); point++) {
                if (values.isSeen(index, point)) {
                    target[next] = values.x(index, point) / width;
                    target[next + 1] = values.y(index, point) / height;
                    target[next + 2] = values.z(index, point) / depthScale;
                    if (withVisibility) {
                        target[next + 3] = values.confidence(index, point);
                    }
                }
                next += withVisibility ? 4 : 3;
            }
        }
    }
}
