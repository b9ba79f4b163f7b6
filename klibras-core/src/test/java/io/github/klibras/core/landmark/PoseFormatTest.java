package io.github.klibras.core.landmark;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Recordings written by pose-format itself (tools/pose_samples.py, which describes their contents). */
class PoseFormatTest {

    private static final FrameSampler BOTH = new FrameSampler(2);

    @Test
    void convertersFileYieldsTheLandmarksOfMediaPipe() throws IOException {
        PoseRecording recording = sample("converter");
        LandmarkSequence sequence = recording.sample(LandmarkLayout.POSE_HANDS, BOTH);

        assertThat(recording.framesPerSecond()).isEqualTo(29.97f);
        assertThat(recording.depthUnit()).isEqualTo(DepthUnit.WIDTHS);
        for (int f = 0; f < 2; f++) {
            LandmarkFrame frame = sequence.frame(f);
            for (LandmarkPart part : List.of(LandmarkPart.POSE, LandmarkPart.RIGHT_HAND)) {
                for (int point = 0; point < part.points(); point++) {
                    assertThat(frame.x(part, point)).isCloseTo(0.25f + point / 1000f + f / 10f, within(1e-6f));
                    assertThat(frame.y(part, point)).isCloseTo(0.5f - point / 1000f, within(1e-6f));
                    assertThat(frame.z(part, point)).isEqualTo((float) (-0.3 + point / 100.0));
                }
            }
            assertThat(frame.visibility(32)).isEqualTo((float) (0.9 - 0.32));
            assertThat(frame.has(LandmarkPart.LEFT_HAND)).isFalse();
        }
    }

    @Test
    void depthOfACameraIsIgnored() throws IOException {
        assertThat(sample("kinect").sample(LandmarkLayout.POSE_HANDS, BOTH))
                .isEqualTo(sample("converter").sample(LandmarkLayout.POSE_HANDS, BOTH));
    }

    @Test
    void depthInPixelsIsDividedByTheWidth() throws IOException {
        LandmarkSequence widths = sample("converter").sample(LandmarkLayout.POSE_HANDS, BOTH);
        PoseRecording recording = sample("pixels");

        assertThat(recording.depthUnit()).isEqualTo(DepthUnit.PIXELS);
        assertThat(recording.sample(LandmarkLayout.POSE_HANDS, BOTH).toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(widths.toArray());
    }

    @Test
    void depthFittedToAPictureIsReadAsPixels() throws IOException {
        PoseRecording recording = sample("normalized");
        LandmarkFrame frame = recording.sample(LandmarkLayout.POSE_HANDS, BOTH).frame(0);

        assertThat(recording.depthUnit()).isEqualTo(DepthUnit.PIXELS);
        assertThat(frame.z(LandmarkPart.POSE, 11)).isCloseTo(0.5f, within(0.1f));
    }

    @ParameterizedTest
    @CsvSource({
        "converter, WIDTHS, -0.3",
        "converter, PIXELS, -4.6875002E-4",
        "pixels, WIDTHS, -192",
        "pixels, PIXELS, -0.3"
    })
    void depthUnitCanBeChosen(String name, DepthUnit unit, float z) throws IOException {
        LandmarkSequence sequence = new PoseRecordingExtractor(unit)
                .extract(video(name), PoseFile.unmirrored(LandmarkLayout.POSE_HANDS, BOTH))
                .sequence();

        assertThat(sequence.frame(0).z(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(z);
        assertThat(sample(name).sample(LandmarkLayout.POSE_HANDS, BOTH, unit)).isEqualTo(sequence);
    }

    /** pose_hide_legs: confidence and coordinates 0 for the hips and below, from point 23 on. */
    @Test
    void hiddenPointsAreZeroAndOthersUnchanged() throws IOException {
        LandmarkFrame whole =
                sample("converter").sample(LandmarkLayout.POSE_HANDS, BOTH).frame(1);
        LandmarkFrame hidden =
                sample("hidden").sample(LandmarkLayout.POSE_HANDS, BOTH).frame(1);

        assertSeen(hidden, whole, point -> point < 23);
    }

    /** Confidence 0 with NaN, confidence 0 with another value, and NaN with a confidence: points 1, 2 and 3. */
    @Test
    void unseenPointsAreZeroWhateverTheFileContains() throws IOException {
        LandmarkFrame whole =
                sample("converter").sample(LandmarkLayout.POSE_HANDS, BOTH).frame(1);
        LandmarkFrame masked =
                sample("masked").sample(LandmarkLayout.POSE_HANDS, BOTH).frame(1);

        assertSeen(masked, whole, point -> point < 1 || point > 3);
        assertThat(masked.has(LandmarkPart.LEFT_HAND)).isFalse();
    }

    @Test
    void reducedAndReorderedPointsAreFoundByName() throws IOException {
        LandmarkFrame whole =
                sample("converter").sample(LandmarkLayout.POSE_HANDS, BOTH).frame(1);
        LandmarkFrame reduced =
                sample("reduced").sample(LandmarkLayout.POSE_HANDS, BOTH).frame(1);

        assertSeen(reduced, whole, point -> point < 23);
    }

    @Test
    void irisesOmittedByTheConverterAreUnseen() throws IOException {
        LandmarkFrame whole = sample("refined")
                .sample(LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(1))
                .frame(0);
        LandmarkFrame frame =
                sample("converter").sample(LandmarkLayout.POSE_HANDS_FACE, BOTH).frame(0);

        for (int point = 0; point < LandmarkPart.FACE.points(); point++) {
            assertThat(frame.seen(LandmarkPart.FACE, point)).isEqualTo(point < 468);
            assertThat(frame.x(LandmarkPart.FACE, point))
                    .isEqualTo(point < 468 ? whole.x(LandmarkPart.FACE, point) : 0);
        }
    }

    @Test
    void faceWithIrisesIsReadCompletely() throws IOException {
        LandmarkFrame frame = sample("refined")
                .sample(LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(1))
                .frame(0);

        for (int point = 0; point < LandmarkPart.FACE.points(); point++) {
            assertThat(frame.x(LandmarkPart.FACE, point)).isCloseTo(0.25f + point / 1000f, within(1e-6f));
            assertThat(frame.z(LandmarkPart.FACE, point)).isEqualTo((float) (-0.3 + point / 100.0));
        }
    }

    /** pose-format's mirror_horizontal has its own table for the points of the face. */
    @Test
    void mirroringMatchesPoseFormat() throws IOException {
        FrameSampler one = new FrameSampler(1);
        LandmarkSequence original = sample("refined").sample(LandmarkLayout.POSE_HANDS_FACE, one);
        LandmarkSequence mirrored = sample("mirrored").sample(LandmarkLayout.POSE_HANDS_FACE, one);

        assertThat(original.mirrored().toArray())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(mirrored.toArray());
        assertThat(mirrored.frame(0).has(LandmarkPart.LEFT_HAND)).isTrue();
        assertThat(mirrored.frame(0).has(LandmarkPart.RIGHT_HAND)).isFalse();
    }

    @Test
    void recordingWithoutAFaceHasNoneInTheFaceLayout() throws IOException {
        LandmarkSequence sequence = sample("hidden").sample(LandmarkLayout.POSE_HANDS_FACE, BOTH);

        assertThat(sequence.frame(0).has(LandmarkPart.FACE)).isFalse();
        assertThat(sequence.frame(0).has(LandmarkPart.POSE)).isTrue();
    }

    /** Reference data outside the project: MediaPipe's x, y and z, written by pose-format's converter. */
    @Test
    void recordingOnceReadInTheWrongDepthUnitIsReadCorrectly() throws IOException {
        PoseRecording recording = PoseRecording.read(Video.of(Files.readAllBytes(shared("cases/depth.pose"))));
        LandmarkFrame frame = recording.sample(LandmarkLayout.POSE_HANDS, BOTH).frame(0);

        assertThat(frame.x(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(0.25f);
        assertThat(frame.y(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(0.5f);
        assertThat(frame.z(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(-0.3f);
    }

    @Test
    void depthOfTheAlphabetRecordingsIsDetectedAsPixels() throws IOException {
        try (Stream<Path> files = Files.list(shared("libras-alphabet"))) {
            List<Path> recordings =
                    files.filter(file -> file.toString().endsWith(".pose")).toList();
            assertThat(recordings).hasSize(27);
            for (Path file : recordings) {
                PoseRecording recording = PoseRecording.read(Video.of(Files.readAllBytes(file)));
                assertThat(recording.depthUnit()).as(file.toString()).isEqualTo(DepthUnit.PIXELS);
                assertThat(recording
                                .sample(LandmarkLayout.POSE_HANDS, BOTH)
                                .frame(0)
                                .z(LandmarkPart.POSE, 11))
                        .isCloseTo(0.5f, within(0.02f));
            }
        }
    }

    private static void assertSeen(LandmarkFrame actual, LandmarkFrame whole, IntPredicate seen) {
        for (int point = 0; point < LandmarkPart.POSE.points(); point++) {
            boolean there = seen.test(point);
            assertThat(actual.seen(LandmarkPart.POSE, point)).isEqualTo(there);
            assertThat(actual.x(LandmarkPart.POSE, point)).isEqualTo(there ? whole.x(LandmarkPart.POSE, point) : 0);
            assertThat(actual.z(LandmarkPart.POSE, point)).isEqualTo(there ? whole.z(LandmarkPart.POSE, point) : 0);
            assertThat(actual.visibility(point)).isEqualTo(there ? whole.visibility(point) : 0);
        }
        for (int point = 0; point < LandmarkPart.RIGHT_HAND.points(); point++) {
            assertThat(actual.z(LandmarkPart.RIGHT_HAND, point)).isEqualTo(whole.z(LandmarkPart.RIGHT_HAND, point));
        }
    }

    private static PoseRecording sample(String name) throws IOException {
        return PoseRecording.read(video(name));
    }

    private static Video video(String name) throws IOException {
        try (InputStream in = PoseFormatTest.class.getResourceAsStream("/pose/" + name + ".pose")) {
            return Video.of(Objects.requireNonNull(in, name).readAllBytes());
        }
    }

    private static Path shared(String name) {
        Path path = Path.of(System.getProperty("klibras.shared", "../../shared"), name);
        boolean there = Files.exists(path);
        String reason = "Skipped: there is no " + path + "; set -Dklibras.shared=DIR";
        if (!there) {
            System.out.println(reason);
        }
        Assumptions.assumeTrue(there, reason);
        return path;
    }
}
