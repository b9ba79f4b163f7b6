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

    /**
     * Returns the landmarks of some frames as fractions of the picture.
     *
     * <p>A component that was not detected in a frame, that is whose confidences are all 0, is all zeros there. The
     * confidence of a pose point serves as its visibility.
     *
     * @param layout which landmarks
     * @param sampler which frames
     * @return {@code sampler.frames()} frames
     * @throws UnreadableVideoException if the recording lacks a component that the layout needs, or a value is not
     *     finite
     */
    public LandmarkSequence sample(LandmarkLayout layout, FrameSampler sampler) {
        int[] chosen = sampler.indices(frames);
        float[] target = new float[chosen.length * layout.features()];
        Component pose = require("POSE_LANDMARKS", LandmarkLayout.POSE_POINTS);
        Component left = require("LEFT_HAND_LANDMARKS", LandmarkLayout.HAND_POINTS);
        Component right = require("RIGHT_HAND_LANDMARKS", LandmarkLayout.HAND_POINTS);
        Optional<Component> face = layout.hasFace()
                ? Optional.of(require("FACE_LANDMARKS", LandmarkLayout.FACE_POINTS))
                : Optional.empty();
        for (int i = 0; i < chosen.length; i++) {
            int frame = chosen[i];
            int row = i * layout.features();
            copy(pose, frame, target, row + LandmarkLayout.POSE_OFFSET, true);
            copy(left, frame, target, row + LandmarkLayout.LEFT_HAND_OFFSET, false);
            copy(right, frame, target, row + LandmarkLayout.RIGHT_HAND_OFFSET, false);
            face.ifPresent(component -> copy(component, frame, target, row + LandmarkLayout.FACE_OFFSET, false));
        }
        return LandmarkSequence.of(layout, target);
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

    private void copy(Component component, int frame, float[] target, int offset, boolean withVisibility) {
        if (!detected(component, frame)) {
            return; // the target is all zeros
        }
        int next = offset;
        for (int point = component.firstPoint(); point < component.endPoint(); point++) {
            target[next++] = finite(values.x(frame, point) / width, frame, component);
            target[next++] = finite(values.y(frame, point) / height, frame, component);
            // MediaPipe gives depth in the scale of x, and such files have no depth in their header.
            target[next++] = finite(values.z(frame, point) / width, frame, component);
            if (withVisibility) {
                target[next++] = finite(values.confidence(frame, point), frame, component);
            }
        }
    }

    private boolean detected(Component component, int frame) {
        boolean detected = false;
        for (int point = component.firstPoint(); point < component.endPoint(); point++) {
            // All of them are looked at: NaN would otherwise pass for "not detected".
            detected |= finite(values.confidence(frame, point), frame, component) > 0;
        }
        return detected;
    }

    private static float finite(float value, int frame, Component component) {
        if (!Float.isFinite(value)) {
            throw new UnreadableVideoException(
                    "Frame " + frame + " of the recording holds " + value + " in component " + component.name());
        }
        return value;
    }
}
