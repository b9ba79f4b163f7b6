package io.github.klibras.core.landmark;

import io.github.klibras.core.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PoseRecordingWriterTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int POSE_VALUES = LandmarkPart.POSE.valuesPerPoint();

    /** The expected file was written by pose-format itself from the same numbers (tools/pose_samples.py). */
    @ParameterizedTest
    @CsvSource({"written, POSE_HANDS_FACE", "written-body, POSE_HANDS"})
    void writtenFileMatchesPoseFormatByteForByte(String name, LandmarkLayout layout) throws IOException {
        byte[] written = new PoseRecordingWriter(WIDTH, HEIGHT, 29.97).toByteArray(sequence(layout));

        try (InputStream in = PoseRecordingWriterTest.class.getResourceAsStream("/pose/" + name + ".pose")) {
            assertThat(written).isEqualTo(Objects.requireNonNull(in, name).readAllBytes());
        }
    }

    @ParameterizedTest
    @EnumSource(LandmarkLayout.class)
    void writtenRecordingsAreReadBack(LandmarkLayout layout) {
        LandmarkSequence sequence = sequence(layout);

        PoseRecording read =
                PoseRecording.read(Video.of(new PoseRecordingWriter(WIDTH, HEIGHT, 29.97).toByteArray(sequence)));

        assertThat(read.width()).isEqualTo(WIDTH);
        assertThat(read.height()).isEqualTo(HEIGHT);
        assertThat(read.framesPerSecond()).isEqualTo(29.97f);
        assertThat(read.frames()).isEqualTo(2);
        assertThat(read.sample(layout, new FrameSampler(2))).isEqualTo(sequence);
    }

    /** For any float, x times the width divided by the width is not always x, but off by one ulp at most. */
    @Test
    void coordinatesAreReadBackUpToTheirLastBit() {
        Random random = new Random(7);
        float[] values = new float[3 * LandmarkLayout.POSE_HANDS_FACE.features()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() * 1.5f - 0.25f;
        }
        LandmarkSequence sequence = LandmarkSequence.of(LandmarkLayout.POSE_HANDS_FACE, values);

        LandmarkSequence read = PoseRecording.read(Video.of(new PoseRecordingWriter(373, 251, 0).toByteArray(sequence)))
                .sample(LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(3));

        for (int frame = 0; frame < 3; frame++) {
            for (LandmarkPart part : LandmarkPart.values()) {
                for (int point = 0; point < part.points(); point++) {
                    assertNext(
                            read.frame(frame).x(part, point),
                            sequence.frame(frame).x(part, point));
                    assertNext(
                            read.frame(frame).y(part, point),
                            sequence.frame(frame).y(part, point));
                    assertThat(read.frame(frame).z(part, point))
                            .isEqualTo(sequence.frame(frame).z(part, point));
                }
            }
            for (int point = 0; point < LandmarkLayout.POSE_POINTS; point++) {
                assertThat(read.frame(frame).visibility(point))
                        .isEqualTo(sequence.frame(frame).visibility(point));
            }
        }
    }

    @Test
    void pointOfZeroVisibilityIsKept() {
        float[] values = new float[LandmarkLayout.POSE_HANDS.features()];
        values[0] = 0.5f;
        LandmarkFrame frame = PoseRecording.read(Video.of(new PoseRecordingWriter(2, 2, 0)
                        .toByteArray(LandmarkSequence.of(LandmarkLayout.POSE_HANDS, values))))
                .sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1))
                .frame(0);

        assertThat(frame.x(LandmarkPart.POSE, 0)).isEqualTo(0.5f);
        assertThat(frame.visibility(0)).isEqualTo(Float.MIN_NORMAL);
        assertThat(frame.seen(LandmarkPart.POSE, 1)).isFalse();
    }

    @Test
    void largestSizeIsReadBack() {
        PoseRecording read = PoseRecording.read(
                Video.of(new PoseRecordingWriter(65_535, 65_535, 60).toByteArray(sequence(LandmarkLayout.POSE_HANDS))));

        assertThat(read.width()).isEqualTo(65_535);
        assertThat(read.height()).isEqualTo(65_535);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 30, width",
        "65536, 1, 30, width",
        "1, 0, 30, height",
        "1, 65536, 30, height",
        "1, 1, -1, frame rate",
        "1, 1, NaN, frame rate",
        "1, 1, 1e300, frame rate"
    })
    void sizesAndRatesThatTheFormatCannotHoldAreRefused(int width, int height, double framesPerSecond, String field) {
        assertThatThrownBy(() -> new PoseRecordingWriter(width, height, framesPerSecond))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(field);
    }

    @Test
    void streamStaysOpenAndItsFailuresReachTheCaller() throws IOException {
        PoseRecordingWriter writer = new PoseRecordingWriter(WIDTH, HEIGHT, 30);
        LandmarkSequence sequence = sequence(LandmarkLayout.POSE_HANDS);
        OutputStream open = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        OutputStream full = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("full");
            }
        };

        writer.write(sequence, open);

        assertThatThrownBy(() -> writer.write(sequence, full))
                .isInstanceOf(IOException.class)
                .hasMessage("full");
    }

    @Test
    void limbsOfBodyAndHandsCoverEveryPointWithoutDuplicates() {
        assertThat(LandmarkPart.POSE.limbs()).hasSize(35).doesNotHaveDuplicates();
        assertThat(LandmarkPart.LEFT_HAND.limbs()).hasSize(21).doesNotHaveDuplicates();
        assertThat(LandmarkPart.RIGHT_HAND.limbs()).isEqualTo(LandmarkPart.LEFT_HAND.limbs());
        assertThat(LandmarkPart.FACE.limbs()).isEmpty();
        for (LandmarkPart part : new LandmarkPart[] {LandmarkPart.POSE, LandmarkPart.LEFT_HAND}) {
            Set<Integer> joined = new HashSet<>();
            for (Limb limb : part.limbs()) {
                joined.add(limb.from());
                joined.add(limb.to());
            }
            assertThat(joined).hasSize(part.points());
        }
    }

    /** The left side of the body has the same limbs as the right one. */
    @Test
    void limbsOfTheBodyAreSymmetric() {
        Set<Set<Integer>> limbs = new HashSet<>();
        Set<Set<Integer>> mirrored = new HashSet<>();
        for (Limb limb : LandmarkPart.POSE.limbs()) {
            limbs.add(Set.of(limb.from(), limb.to()));
            mirrored.add(Set.of(
                    Mirror.partner(LandmarkPart.POSE, limb.from()), Mirror.partner(LandmarkPart.POSE, limb.to())));
        }
        assertThat(mirrored).isEqualTo(limbs);
    }

    private static void assertNext(float actual, float expected) {
        assertThat(Math.abs(actual - expected)).isLessThanOrEqualTo(Math.ulp(expected));
    }

    /** Returns the same numbers as {@code written} in tools/pose_samples.py. */
    private static LandmarkSequence sequence(LandmarkLayout layout) {
        float[] values = new float[2 * layout.features()];
        for (int frame = 0; frame < 2; frame++) {
            for (LandmarkPart part : layout.parts()) {
                for (int point = 0; point < part.points(); point++) {
                    boolean unseen = part == LandmarkPart.LEFT_HAND || (part == LandmarkPart.POSE && point == 3);
                    if (frame == 0 || !unseen) {
                        int at = frame * layout.features() + part.offset() + point * part.valuesPerPoint();
                        values[at] = (point + 1) / 512f + frame / 4f;
                        values[at + 1] = 1 - point / 512f;
                        values[at + 2] = (point - 16) / 64f - frame;
                        if (part.valuesPerPoint() == POSE_VALUES) {
                            values[at + 3] = 1 - point / 64f;
                        }
                    }
                }
            }
        }
        return LandmarkSequence.of(layout, values);
    }
}
