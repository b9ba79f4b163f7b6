package io.github.klibras.core.landmark;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MirrorTest {

    private static final LandmarkLayout FULL = LandmarkLayout.POSE_HANDS_FACE;

    @ParameterizedTest
    @EnumSource(LandmarkLayout.class)
    void everyPointMovesToItsPartner(LandmarkLayout layout) {
        LandmarkSequence sequence = random(layout, 2);

        LandmarkSequence mirrored = sequence.mirrored();

        for (int t = 0; t < 2; t++) {
            LandmarkFrame from = sequence.frame(t);
            LandmarkFrame to = mirrored.frame(t);
            for (LandmarkPart part : layout.parts()) {
                LandmarkPart other = switch (part) {
                    case LEFT_HAND -> LandmarkPart.RIGHT_HAND;
                    case RIGHT_HAND -> LandmarkPart.LEFT_HAND;
                    case POSE, FACE -> part;
                };
                for (int point = 0; point < part.points(); point++) {
                    int partner = Mirror.partner(part, point);
                    assertThat(to.x(other, partner)).isEqualTo(1 - from.x(part, point));
                    assertThat(to.y(other, partner)).isEqualTo(from.y(part, point));
                    assertThat(to.z(other, partner)).isEqualTo(from.z(part, point));
                    if (part == LandmarkPart.POSE) {
                        assertThat(to.visibility(partner)).isEqualTo(from.visibility(point));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LandmarkLayout.class)
    void mirroringTwiceChangesNothing(LandmarkLayout layout) {
        LandmarkSequence sequence = random(layout, 3);

        assertThat(sequence.mirrored().mirrored().toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(sequence.toArray());
    }

    @ParameterizedTest
    @EnumSource(LandmarkPart.class)
    void unseenPointsStayZero(LandmarkPart part) {
        float[] values = random(FULL, 1).toArray();
        for (int point = 0; point < part.points(); point += 4) {
            int start = part.offset() + point * part.valuesPerPoint();
            Arrays.fill(values, start, start + part.valuesPerPoint(), 0);
        }
        LandmarkFrame frame = LandmarkSequence.of(FULL, values).frame(0);

        LandmarkFrame mirrored = frame.sequence().mirrored().frame(0);

        LandmarkPart other = switch (part) {
            case LEFT_HAND -> LandmarkPart.RIGHT_HAND;
            case RIGHT_HAND -> LandmarkPart.LEFT_HAND;
            case POSE, FACE -> part;
        };
        for (int point = 0; point < part.points(); point++) {
            int partner = Mirror.partner(part, point);
            assertThat(frame.seen(part, point)).isEqualTo(point % 4 != 0);
            assertThat(mirrored.seen(other, partner)).isEqualTo(point % 4 != 0);
            assertThat(mirrored.x(other, partner)).isEqualTo(point % 4 == 0 ? 0 : 1 - frame.x(part, point));
        }
    }

    @Test
    void missingPartsStayZero() {
        float[] values = new float[2 * FULL.features()];
        values[LandmarkLayout.LEFT_HAND_OFFSET] = 0.25f;

        LandmarkSequence mirrored = LandmarkSequence.of(FULL, values).mirrored();

        assertThat(mirrored.frame(0).x(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(0.75f);
        assertThat(mirrored.frame(0).x(LandmarkPart.RIGHT_HAND, 1)).isZero();
        assertThat(mirrored.frame(0).has(LandmarkPart.LEFT_HAND)).isFalse();
        assertThat(mirrored.frame(0).has(LandmarkPart.POSE)).isFalse();
        assertThat(mirrored.frame(0).has(LandmarkPart.FACE)).isFalse();
        assertThat(mirrored.frame(1).has(LandmarkPart.RIGHT_HAND)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "POSE, 0, 0", // nose
        "POSE, 1, 4", // inner corners of the eyes
        "POSE, 2, 5",
        "POSE, 3, 6", // outer corners of the eyes
        "POSE, 7, 8", // ears
        "POSE, 9, 10", // mouth
        "POSE, 11, 12", // shoulders
        "POSE, 15, 16", // wrists
        "POSE, 31, 32", // feet
        "FACE, 1, 1", // tip of the nose
        "FACE, 10, 10", // top of the forehead
        "FACE, 152, 152", // chin
        "FACE, 33, 263", // outer corners of the eyes
        "FACE, 133, 362", // inner corners of the eyes
        "FACE, 61, 291", // corners of the mouth
        "FACE, 70, 300", // outer ends of the eyebrows
        "FACE, 234, 454", // before the ears
        "FACE, 159, 386", // upper lids
        "FACE, 468, 473", // irises: center
        "FACE, 469, 476", // right edge in the picture, left edge
        "FACE, 470, 475", // upper edges
        "FACE, 471, 474", // left edge in the picture, right edge
        "FACE, 472, 477", // lower edges
    })
    void wellKnownPointsArePaired(LandmarkPart part, int point, int partner) {
        assertThat(Mirror.partner(part, point)).isEqualTo(partner);
        assertThat(Mirror.partner(part, partner)).isEqualTo(point);
    }

    @ParameterizedTest
    @EnumSource(LandmarkPart.class)
    void partnersAreMutual(LandmarkPart part) {
        for (int point = 0; point < part.points(); point++) {
            assertThat(Mirror.partner(part, Mirror.partner(part, point))).isEqualTo(point);
        }
    }

    /**
     * The checksum is of 478 little-endian int32: for each vertex of MediaPipe's face_model_with_iris.obj (SHA-256
     * cc5659c3…), the number of the vertex nearest to its mirror image, which is never farther away than 1.5e-6.
     */
    @Test
    void facePairsMatchTheCanonicalModel() {
        ByteBuffer bytes =
                ByteBuffer.allocate(LandmarkPart.FACE.points() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int point = 0; point < LandmarkPart.FACE.points(); point++) {
            bytes.putInt(Mirror.partner(LandmarkPart.FACE, point));
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.array());

        assertThat(checksum.getValue()).isEqualTo(2151337834L);
    }

    @Test
    void partnersOnRealFacesAreSymmetric() throws IOException {
        int faces = 0;
        for (LandmarkFrame frame : recordedFrames()) {
            if (frame.has(LandmarkPart.FACE)) {
                faces++;
                assertSymmetric(frame);
                assertIrisesInPictureOrder(frame);
            }
        }
        assertThat(faces).isGreaterThan(27);
    }

    /** A detector given the mirrored picture numbers the edges of the irises by the picture, not by the eye. */
    @Test
    void irisEdgesOfRealFacesKeepTheirOrderWhenMirrored() throws IOException {
        for (LandmarkFrame frame : recordedFrames()) {
            if (frame.has(LandmarkPart.FACE)) {
                assertIrisesInPictureOrder(frame.sequence().mirrored().frame(frame.index()));
            }
        }
    }

    private static void assertSymmetric(LandmarkFrame frame) {
        double[] right = point(frame, 33);
        double[] left = point(frame, 263);
        double[] axis = minus(left, right);
        double eyes = length(axis);
        double[] middle = middle(left, right);
        for (int p = 0; p < LandmarkPart.FACE.points(); p++) {
            int partner = Mirror.partner(LandmarkPart.FACE, p);
            double[] from = point(frame, p);
            double[] to = point(frame, partner);
            double distance = length(minus(to, from)) / eyes;
            if (distance > 0.3) {
                double cosine = dot(minus(to, from), axis) / (distance * eyes * eyes);
                assertThat(Math.abs(cosine)).as("points %d and %d", p, partner).isGreaterThan(0.9);
            }
            double offPlane = dot(minus(middle(from, to), middle), axis) / (eyes * eyes);
            assertThat(offPlane).as("points %d and %d", p, partner).isCloseTo(0, within(0.15));
        }
    }

    private static void assertIrisesInPictureOrder(LandmarkFrame frame) {
        for (int center : new int[] {468, 473}) {
            float x = frame.x(LandmarkPart.FACE, center);
            float y = frame.y(LandmarkPart.FACE, center);
            assertThat(frame.x(LandmarkPart.FACE, center + 1)).isGreaterThan(x);
            assertThat(frame.y(LandmarkPart.FACE, center + 2)).isLessThan(y);
            assertThat(frame.x(LandmarkPart.FACE, center + 3)).isLessThan(x);
            assertThat(frame.y(LandmarkPart.FACE, center + 4)).isGreaterThan(y);
        }
    }

    private static List<LandmarkFrame> recordedFrames() throws IOException {
        Path folder = Path.of(System.getProperty("klibras.shared", "../../shared"), "libras-alphabet");
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> "Skipped: there is no " + folder + "; set -Dklibras.shared=DIR");
        List<LandmarkFrame> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".pose")).toList()) {
                LandmarkSequence sequence =
                        PoseRecording.read(Video.of(Files.readAllBytes(file))).sample(FULL, new FrameSampler(20));
                for (int i = 0; i < sequence.frames(); i++) {
                    frames.add(sequence.frame(i));
                }
            }
        }
        return frames;
    }

    private static LandmarkSequence random(LandmarkLayout layout, int frames) {
        Random random = new Random(frames);
        float[] values = new float[frames * layout.features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() + 0.001f;
        }
        return LandmarkSequence.of(layout, values);
    }

    private static double[] point(LandmarkFrame frame, int point) {
        // The recordings are square, so x and y have the same scale.
        return new double[] {
            frame.x(LandmarkPart.FACE, point), frame.y(LandmarkPart.FACE, point), frame.z(LandmarkPart.FACE, point)
        };
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double[] middle(double[] a, double[] b) {
        return new double[] {(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double length(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
