package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes landmarks as a {@code .pose} recording of version 0.2, which {@link PoseRecording} and pose-format read.
 *
 * <p>Components, names of points and units are those of pose-format's converter from MediaPipe: x in pixels of the
 * width, y in pixels of the height, z as a fraction of the width ({@link DepthUnit#WIDTHS}). All numbers of a point
 * that was not seen are 0. The confidence of a seen point is 1 in a hand or the face, and its visibility in the pose.
 * The face is written if the layout has one, with irises.
 *
 * <p>Recordings are of pictures as taken by the camera: a sequence from mirrored pictures should be {@link
 * LandmarkSequence#mirrored() mirrored} back first.
 *
 * <p>{@link PoseRecording#sample} returns the same numbers, except that x and y, multiplied by the size and divided by
 * it again, may differ in the last bit, and that a visibility of exactly 0 comes back as {@link Float#MIN_NORMAL}: a
 * confidence of 0 would mean that the point was not seen.
 *
 * <p>Immutable and thread-safe.
 */
public final class PoseRecordingWriter {

    private static final int MAX_SIZE = 0xffff;
    private static final float VERSION = 0.2f;
    private static final String FORMAT = "XYZC";
    private static final int COORDINATES = 3;

    private final int width;
    private final int height;
    private final float framesPerSecond;

    /**
     * Creates a writer of recordings of one size and frame rate.
     *
     * @param width the width of the picture in pixels, 1 to 65535
     * @param height the height of the picture in pixels, 1 to 65535
     * @param framesPerSecond finite, not negative; 0 if unknown
     * @throws InvalidInputException if a number is out of range
     */
    public PoseRecordingWriter(int width, int height, double framesPerSecond) {
        this.width = Numbers.inRange("width of the picture", width, 1, MAX_SIZE);
        this.height = Numbers.inRange("height of the picture", height, 1, MAX_SIZE);
        this.framesPerSecond = (float) framesPerSecond;
        if (!(framesPerSecond >= 0 && this.framesPerSecond < Float.POSITIVE_INFINITY)) {
            throw new InvalidInputException(
                    "The frame rate is " + framesPerSecond + "; it must be 0 or positive, and finite");
        }
    }

    /** Returns the bytes of a recording with all frames of a sequence. */
    public byte[] toByteArray(LandmarkSequence sequence) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(sequence, out);
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot be written", e);
        }
        return out.toByteArray();
    }

    /**
     * Writes a recording with all frames of a sequence, with extra memory for only one frame.
     *
     * @param out not closed; the caller is responsible for buffering
     * @throws IOException if {@code out} throws it
     */
    public void write(LandmarkSequence sequence, OutputStream out) throws IOException {
        List<HolisticComponent> components = components(sequence.layout());
        writeHeader(components, sequence.frames(), out);
        int points = components.stream().mapToInt(part -> part.part().points()).sum();
        byte[] bytes = new byte[points * COORDINATES * Float.BYTES];
        ByteBuffer frame = littleEndian(bytes);
        for (int i = 0; i < sequence.frames(); i++) {
            putCoordinates(components, sequence.frame(i), frame.clear());
            out.write(bytes, 0, frame.position());
        }
        for (int i = 0; i < sequence.frames(); i++) {
            putConfidences(components, sequence.frame(i), frame.clear());
            out.write(bytes, 0, frame.position());
        }
    }

    /** Returns the components in the order of pose-format's converter. */
    private static List<HolisticComponent> components(LandmarkLayout layout) {
        return Stream.of(
                        HolisticComponent.POSE,
                        HolisticComponent.FACE,
                        HolisticComponent.LEFT_HAND,
                        HolisticComponent.RIGHT_HAND)
                .filter(component -> layout.parts().contains(component.part()))
                .toList();
    }

    private void writeHeader(List<HolisticComponent> components, int frames, OutputStream out) throws IOException {
        writeFloat(VERSION, out);
        writeShorts(out, width, height, 0, components.size()); // 0: the picture has no depth
        for (HolisticComponent component : components) {
            writeComponent(component, out);
        }
        writeFloat(framesPerSecond, out);
        writeShorts(out, frames & 0xffff, frames >>> 16, 1); // the frame count has 32 bits; there is one person
    }

    private static void writeComponent(HolisticComponent component, OutputStream out) throws IOException {
        LandmarkPart part = component.part();
        writeText(component.componentName(), out);
        writeText(FORMAT, out);
        writeShorts(out, part.points(), part.limbs().size(), 1);
        for (String name : PointNames.of(part)) {
            writeText(name, out);
        }
        for (Limb limb : part.limbs()) {
            writeShorts(out, limb.from(), limb.to());
        }
        writeShorts(out, color(part));
    }

    /** Returns the red, green and blue with which pose-format draws a part. */
    private static int[] color(LandmarkPart part) {
        return switch (part) {
            case POSE -> new int[] {255, 196, 0};
            case LEFT_HAND -> new int[] {0, 200, 255};
            case RIGHT_HAND -> new int[] {255, 64, 160};
            case FACE -> new int[] {160, 255, 160};
        };
    }

    private void putCoordinates(List<HolisticComponent> components, LandmarkFrame frame, ByteBuffer target) {
        for (HolisticComponent component : components) {
            LandmarkPart part = component.part();
            for (int point = 0; point < part.points(); point++) {
                target.putFloat(frame.x(part, point) * width)
                        .putFloat(frame.y(part, point) * height)
                        .putFloat(frame.z(part, point));
            }
        }
    }

    private static void putConfidences(List<HolisticComponent> components, LandmarkFrame frame, ByteBuffer target) {
        for (HolisticComponent component : components) {
            LandmarkPart part = component.part();
            for (int point = 0; point < part.points(); point++) {
                target.putFloat(frame.seen(part, point) ? confidence(part, point, frame) : 0);
            }
        }
    }

    private static float confidence(LandmarkPart part, int point, LandmarkFrame frame) {
        if (part != LandmarkPart.POSE) {
            return 1;
        }
        float visibility = frame.visibility(point);
        return visibility == 0 ? Float.MIN_NORMAL : visibility;
    }

    private static void writeText(String text, OutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeShorts(out, bytes.length);
        out.write(bytes);
    }

    private static void writeFloat(float value, OutputStream out) throws IOException {
        byte[] bytes = new byte[Float.BYTES];
        littleEndian(bytes).putFloat(value);
        out.write(bytes);
    }

    private static void writeShorts(OutputStream out, int... values) throws IOException {
        byte[] bytes = new byte[values.length * Short.BYTES];
        ByteBuffer buffer = littleEndian(bytes);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        out.write(bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
