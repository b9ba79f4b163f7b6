package io.github.klibras.core.landmark;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Parser of {@code .pose} files, which are little-endian: version, picture size, components (name, point format, names
 * of points, limbs, colors), then frame rate, number of frames and of people, then the numbers.
 *
 * <p>The format is that of pose-format 0.15, {@code pose_header.py} and {@code pose_body.py}. No memory is allocated by
 * a count that the file merely claims.
 */
final class PoseFileParser {

    private static final int LIMB_BYTES = 2 * Short.BYTES;
    private static final int COLOR_BYTES = 3 * Short.BYTES;

    private static final float OLDER = 0.1f;
    private static final float NEWER = 0.2f;

    /** Formats in use have up to five letters; bounds what a frame can claim to take. */
    private static final int MAX_FORMAT = 16;

    private final ByteBuffer in;

    PoseFileParser(ByteBuffer in) {
        this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns whether a file begins with a supported version. */
    static boolean isVersion(ByteBuffer file) {
        if (file.remaining() < Float.BYTES) {
            return false;
        }
        float version = file.order(ByteOrder.LITTLE_ENDIAN).getFloat(file.position());
        return version == OLDER || version == NEWER;
    }

    PoseRecording parse() {
        try {
            return parseFile();
        } catch (BufferUnderflowException e) {
            throw new UnreadableVideoException("The .pose recording is cut off after " + in.limit() + " bytes", e);
        }
    }

    private PoseRecording parseFile() {
        if (in.remaining() < Float.BYTES) {
            throw new BufferUnderflowException();
        }
        float version = in.getFloat();
        boolean older = version == OLDER;
        if (!older && version != NEWER) {
            throw new UnreadableVideoException(
                    "This is not a .pose recording of version 0.1 or 0.2: its first four bytes give version "
                            + version);
        }
        int width = positive("width", unsignedShort());
        int height = positive("height", unsignedShort());
        unsignedShort(); // depth
        List<PoseComponent> components = components();
        int points = components.stream().mapToInt(PoseComponent::points).sum();
        // A component with fewer coordinates than others leaves the rest unused.
        int dimensions = components.stream()
                .mapToInt(component -> component.format().length() - 1)
                .max()
                .orElseThrow();
        double framesPerSecond = older ? unsignedShort() : in.getFloat();
        if (!(framesPerSecond >= 0 && framesPerSecond < Double.POSITIVE_INFINITY)) {
            framesPerSecond = 0; // unknown, which is no reason to refuse the landmarks
        }
        long claimedFrames = older ? unsignedShort() : Integer.toUnsignedLong(in.getInt());
        int people = positive("number of people", unsignedShort());
        int frames = frames(older, claimedFrames, (long) people * points * (dimensions + 1) * Float.BYTES);
        PoseValues values = new PoseValues(
                in.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer(), frames, people, points, dimensions);
        return new PoseRecording(width, height, framesPerSecond, frames, components, values);
    }

    private List<PoseComponent> components() {
        int count = positive("number of components", unsignedShort());
        List<PoseComponent> components = new ArrayList<>();
        Set<HolisticComponent> named = EnumSet.noneOf(HolisticComponent.class);
        int firstPoint = 0;
        for (int i = 0; i < count; i++) {
            String name = text();
            String format = text();
            if (!format.endsWith("C") || format.length() < 2 || format.length() > MAX_FORMAT) {
                throw new UnreadableVideoException("Component " + Names.shown(name) + " has points of format "
                        + Names.shown(format) + "; supported are coordinates and then a confidence, such as XYZC");
            }
            int points = unsignedShort();
            int limbs = unsignedShort();
            int colors = unsignedShort();
            List<String> pointNames = pointNames(name, points, named);
            skip(limbs * LIMB_BYTES + colors * COLOR_BYTES);
            components.add(new PoseComponent(name, format, firstPoint, points, pointNames));
            firstPoint += points;
        }
        return components;
    }

    /**
     * Returns the names of a component's points if they may identify them; otherwise skips them, however many.
     *
     * @param named the components whose point names were kept so far
     */
    private List<String> pointNames(String component, int points, Set<HolisticComponent> named) {
        boolean needed = HolisticComponent.named(component)
                .filter(known -> points <= known.part().points() && named.add(known))
                .isPresent();
        List<String> names = new ArrayList<>();
        for (int p = 0; p < points; p++) {
            if (needed) {
                names.add(text());
            } else {
                skip(unsignedShort());
            }
        }
        return names;
    }

    /** Returns the number of frames. Version 0.1 counts in 16 bits, which may overflow; there the file size decides. */
    private int frames(boolean older, long claimed, long bytesPerFrame) {
        int available = in.remaining();
        if (bytesPerFrame == 0) {
            throw new UnreadableVideoException("The .pose recording has no points");
        }
        long frames = older ? available / bytesPerFrame : claimed;
        if (frames == 0) {
            throw new UnreadableVideoException("The .pose recording has no frames");
        }
        if (frames > available / bytesPerFrame) {
            throw new UnreadableVideoException("The .pose recording is cut off: it announces " + frames + " frames of "
                    + bytesPerFrame + " bytes, but only " + available + " bytes follow");
        }
        if (older && (frames & 0xffff) != claimed) {
            throw new UnreadableVideoException("The .pose recording is cut off: it announces " + claimed
                    + " frames (or that and a multiple of 65536), but the bytes that follow are " + frames);
        }
        if (frames * bytesPerFrame != available) {
            throw new UnreadableVideoException("The .pose recording has " + (available - frames * bytesPerFrame)
                    + " bytes more than its " + frames + " frames need");
        }
        return (int) frames;
    }

    private String text() {
        byte[] bytes = new byte[Math.min(unsignedShort(), in.remaining() + 1)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skip(int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private int unsignedShort() {
        return Short.toUnsignedInt(in.getShort());
    }

    private static int positive(String field, int value) {
        if (value == 0) {
            throw new UnreadableVideoException("The .pose recording has 0 as its " + field);
        }
        return value;
    }
}
