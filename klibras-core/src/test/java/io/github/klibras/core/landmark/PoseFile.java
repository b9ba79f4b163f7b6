package io.github.klibras.core.landmark;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    Video video() {
        return Video.of(bytes());
    }

    byte[] bytes() {
        int total = total();
        ByteBuffer out =
                ByteBuffer.allocate(1_000_000 + frames * people * total * 16).order(ByteOrder.LITTLE_ENDIAN);
        out.putFloat(version).putShort((short) width).putShort((short) 400).putShort((short) 0);
        out.putShort((short) names.size());
        for (int i = 0; i < names.size(); i++) {
            text(out, names.get(i));
            text(out, format);
            out.putShort(points.get(i).shortValue()).putShort((short) 1).putShort((short) 1);
            for (int p = 0; p < points.get(i); p++) {
                text(out, "point" + p);
            }
            out.put(new byte[4 + 6]); // a limb and a colour
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
                    for (int c = 0; c < 3; c++) {
                        out.putFloat(person == 0 ? f * 1000 + p + c / 4f : -1);
                    }
                }
            }
        }
        for (int i = 0; i < frames * people * total; i++) {
            out.putFloat(confidence);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(out.array(), 0, out.position());
        return file.toByteArray();
    }

    /** Changes the confidence of a point in the bytes of such a file with one person. */
    void setConfidence(byte[] file, int frame, int point, float confidence) {
        int total = total();
        set(file, 4 * (frames * total - frame * total - point), confidence);
    }

    /** Changes x (0), y (1) or z (2) of a point in the bytes of such a file with one person. */
    void setCoordinate(byte[] file, int frame, int point, int coordinate, float value) {
        int total = total();
        set(file, 16 * frames * total - 12 * (frame * total + point) - 4 * coordinate, value);
    }

    private int total() {
        return points.stream().mapToInt(Integer::intValue).sum();
    }

    private static void set(byte[] file, int beforeEnd, float value) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putFloat(file.length - beforeEnd, value);
    }

    private static void text(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) bytes.length).put(bytes);
    }
}
