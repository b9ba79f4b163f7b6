package io.github.klibras.core.landmark;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes small {@code .pose} files for tests. Coordinate c of point p in frame f is {@code f * 1000 + p + c / 4f}. */
final class PoseFile {

    private final List<String> names = new ArrayList<>();
    private final List<Integer> points = new ArrayList<>();
    private float version = 0.2f;
    private int width = 500;
    private int frames = 3;
    private int people = 1;
    private String format = "XYZC";
    private float confidence = 0.5f;
    private float framesPerSecond = 29.97f;
    private @Nullable Float depth;
    private final Map<List<Integer>, Float> changes = new HashMap<>();

    static PoseFile holistic() {
        return new PoseFile()
                .component("POSE_LANDMARKS", 33)
                .component("FACE_LANDMARKS", 478)
                .component("LEFT_HAND_LANDMARKS", 21)
                .component("RIGHT_HAND_LANDMARKS", 21);
    }

    PoseFile component(String name, int size) {
        names.add(name);
        points.add(size);
        return this;
    }

    PoseFile version(float version) {
        this.version = version;
        return this;
    }

    PoseFile width(int width) {
        this.width = width;
        return this;
    }

    PoseFile frames(int frames) {
        this.frames = frames;
        return this;
    }

    PoseFile people(int people) {
        this.people = people;
        return this;
    }

    PoseFile format(String format) {
        this.format = format;
        return this;
    }

    PoseFile confidence(float confidence) {
        this.confidence = confidence;
        return this;
    }

    PoseFile framesPerSecond(float framesPerSecond) {
        this.framesPerSecond = framesPerSecond;
        return this;
    }

    /** Gives all points one depth. */
    PoseFile depth(float depth) {
        this.depth = depth;
        return this;
    }

    /** Changes one number of the first person: 0, 1 and 2 are x, y and z, 3 the confidence. */
    PoseFile set(int frame, int point, int number, float value) {
        changes.put(List.of(frame, point, number), value);
        return this;
    }

    private float number(int frame, int point, int number, float original) {
        return changes.getOrDefault(List.of(frame, point, number), original);
    }

    Video video() {
        return Video.of(bytes());
    }

    byte[] bytes() {
        int total = points.stream().mapToInt(Integer::intValue).sum();
        ByteBuffer out = ByteBuffer.allocate(1_000_000 + names.size() * 100 + frames * people * total * 16)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putFloat(version).putShort((short) width).putShort((short) 400).putShort((short) 0);
        out.putShort((short) names.size());
        for (int i = 0; i < names.size(); i++) {
            text(out, names.get(i));
            text(out, format);
            out.putShort(points.get(i).shortValue()).putShort((short) 1).putShort((short) 1);
            for (int p = 0; p < points.get(i); p++) {
                text(out, "point" + p);
            }
            out.put(new byte[4 + 6]); // a limb and a color
        }
        if (version < 0.15f) {
            out.putShort((short) 30).putShort((short) frames);
        } else {
            out.putFloat(framesPerSecond).putInt(frames);
        }
        out.putShort((short) people);
        for (int f = 0; f < frames; f++) {
            for (int person = 0; person < people; person++) {
                for (int p = 0; p < total; p++) {
                    for (int c = 0; c < format.length() - 1; c++) {
                        float original = c == 2 && depth != null ? depth : f * 1000 + p + c / 4f;
                        out.putFloat(person == 0 ? number(f, p, c, original) : -1);
                    }
                }
            }
        }
        for (int f = 0; f < frames; f++) {
            for (int person = 0; person < people; person++) {
                for (int p = 0; p < total; p++) {
                    out.putFloat(person == 0 ? number(f, p, 3, confidence) : confidence);
                }
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(out.array(), 0, out.position());
        return file.toByteArray();
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }

    static ExtractionRequest unmirrored(LandmarkLayout layout, FrameSampler sampler) {
        return ExtractionRequest.of(layout, sampler).with(Preprocessing.DEFAULT.with(Mirroring.NONE));
    }
}
