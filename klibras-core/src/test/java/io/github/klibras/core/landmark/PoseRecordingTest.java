package io.github.klibras.core.landmark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class PoseRecordingTest {

    private static final FrameSampler ALL = new FrameSampler(3);

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 0.2f})
    void theHeaderIsRead(float version) {
        PoseRecording recording =
                PoseRecording.read(PoseFile.holistic().version(version).video());

        assertThat(recording.width()).isEqualTo(500);
        assertThat(recording.height()).isEqualTo(400);
        assertThat(recording.frames()).isEqualTo(3);
        assertThat(recording.framesPerSecond()).isEqualTo(version == 0.1f ? 30 : 29.97f);
    }

    @Test
    void coordinatesBecomeFractionsInTheOrderOfTheLayout() {
        PoseRecording recording = PoseRecording.read(PoseFile.holistic().video());

        LandmarkSequence sequence = recording.sample(LandmarkLayout.POSE_HANDS_FACE, ALL);

        // Points of a file: pose 0–32, face 33–510, left hand 511–531, right hand 532–552.
        assertThat(sequence.value(0, 0)).isEqualTo(0f / 500);
        assertThat(sequence.value(2, 4)).isEqualTo(2001f / 500);
        assertThat(sequence.value(2, 5)).isEqualTo(2001.25f / 400);
        assertThat(sequence.value(2, 6)).isEqualTo(2001.5f / 500);
        assertThat(sequence.value(2, 7)).isEqualTo(0.5f);
        assertThat(sequence.value(1, LandmarkLayout.LEFT_HAND_OFFSET)).isEqualTo(1511f / 500);
        assertThat(sequence.value(1, LandmarkLayout.RIGHT_HAND_OFFSET + 4)).isEqualTo(1533.25f / 400);
        assertThat(sequence.value(1, LandmarkLayout.FACE_OFFSET + 2)).isEqualTo(1033.5f / 500);
        assertThat(sequence.value(1, 1691)).isEqualTo(1510.5f / 500);
    }

    @Test
    void theSmallerLayoutIsTheBeginningOfTheLarger() {
        PoseRecording recording = PoseRecording.read(PoseFile.holistic().video());

        float[] small =
                recording.sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1)).toArray();
        float[] large = recording
                .sample(LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(1))
                .toArray();

        assertThat(small).isEqualTo(Arrays.copyOf(large, 258));
    }

    @Test
    void componentsThatWereNotDetectedAreZero() {
        PoseRecording recording =
                PoseRecording.read(PoseFile.holistic().confidence(0).video());

        assertThat(recording.sample(LandmarkLayout.POSE_HANDS, ALL).toArray()).containsOnly(0f);
    }

    @Test
    void onlyTheFirstPersonCounts() {
        LandmarkSequence alone = PoseRecording.read(PoseFile.holistic().video()).sample(LandmarkLayout.POSE_HANDS, ALL);
        LandmarkSequence crowd =
                PoseRecording.read(PoseFile.holistic().people(3).video()).sample(LandmarkLayout.POSE_HANDS, ALL);

        assertThat(crowd).isEqualTo(alone);
    }

    @Test
    void aMissingComponentIsNamed() {
        PoseRecording recording = PoseRecording.read(
                new PoseFile().component("POSE_LANDMARKS", 33).video());

        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("LEFT_HAND_LANDMARKS");
    }

    @Test
    void aComponentOfAnotherSizeIsNamed() {
        PoseRecording recording = PoseRecording.read(
                new PoseFile().component("POSE_LANDMARKS", 25).video());

        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("has 25 points; expected 33");
    }

    /** The converter of pose-format leaves out the irises unless it is told otherwise. */
    @Test
    void aRecordingWithoutIrisesWillDoWhereNoFaceIsNeeded() {
        PoseRecording recording = PoseRecording.read(new PoseFile()
                .component("POSE_LANDMARKS", 33)
                .component("FACE_LANDMARKS", 468)
                .component("LEFT_HAND_LANDMARKS", 21)
                .component("RIGHT_HAND_LANDMARKS", 21)
                .component("POSE_WORLD_LANDMARKS", 33)
                .video());

        assertThat(recording.sample(LandmarkLayout.POSE_HANDS, ALL).value(1, LandmarkLayout.LEFT_HAND_OFFSET))
                .isEqualTo(1501f / 500);
        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS_FACE, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("FACE_LANDMARKS has 468 points; expected 478");
    }

    @Test
    void whatIsNotSuchAFileIsRefused() {
        assertRefused(Video.of("no recording at all".getBytes(StandardCharsets.US_ASCII)), "not a .pose recording");
        assertRefused(Video.of(new byte[] {1}), "cut off");
        assertRefused(PoseFile.holistic().version(0.3f).video(), "version 0.3");
        assertRefused(PoseFile.holistic().format("XYC").video(), "XYC");
        assertRefused(PoseFile.holistic().frames(0).video(), "no frames");
        assertRefused(PoseFile.holistic().people(0).video(), "number of people");
        assertRefused(PoseFile.holistic().width(0).video(), "width");
        assertRefused(new PoseFile().video(), "number of components");
        assertRefused(new PoseFile().component("EMPTY", 0).video(), "no points");
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void aPointWithoutAConfidenceWasNotSeenAndTheOthersStay(float confidence) {
        byte[] file = PoseFile.holistic().bytes();
        int point = 5;
        float[] whole = sample(file);
        PoseFile.holistic().setConfidence(file, 1, point, confidence);

        float[] sampled = sample(file);

        assertThat(pointOf(sampled, 1, point)).containsOnly(0f);
        assertThat(pointOf(sampled, 1, point + 1))
                .isEqualTo(pointOf(whole, 1, point + 1))
                .doesNotContain(0f);
        assertThat(pointOf(sampled, 0, point)).isEqualTo(pointOf(whole, 0, point));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aPointWithANumberThatIsNoneWasNotSeen(int coordinate) {
        for (float none : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            byte[] file = PoseFile.holistic().bytes();
            float[] whole = sample(file);
            PoseFile.holistic().setCoordinate(file, 1, 5, coordinate, none);

            float[] sampled = sample(file);

            assertThat(pointOf(sampled, 1, 5)).containsOnly(0f);
            assertThat(pointOf(sampled, 1, 4)).isEqualTo(pointOf(whole, 1, 4));
        }
    }

    @Test
    void aPointThatWasNotSeenStaysSoInTheMirror() {
        byte[] file = PoseFile.holistic().bytes();
        PoseFile.holistic().setConfidence(file, 0, 0, 0);

        LandmarkSequence mirrored = PoseRecording.read(Video.of(file))
                .sample(LandmarkLayout.POSE_HANDS, ALL)
                .mirrored();

        assertThat(pointOf(mirrored.toArray(), 0, 0)).as("the nose").containsOnly(0f);
        assertThat(mirrored.value(1, 0)).isNotZero();
    }

    @Test
    void onlyWhenNothingIsSeenTheRecordingIsRefused() {
        PoseRecordingExtractor extractor = new PoseRecordingExtractor();
        Video nothing = PoseFile.holistic().confidence(Float.NaN).video();
        byte[] almost = PoseFile.holistic().confidence(Float.NaN).bytes();
        PoseFile.holistic().setConfidence(almost, 2, 540, 1);

        assertThatThrownBy(() -> extractor.extract(nothing, LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("Nobody");
        assertThat(extractor
                        .extract(Video.of(almost), LandmarkLayout.POSE_HANDS, ALL)
                        .sequence()
                        .frame(2)
                        .has(LandmarkPart.RIGHT_HAND))
                .isTrue();
    }

    /** Written by pose-format itself, as tools/pose_fixtures.py says. */
    @Test
    void depthInWidthsIsTakenAsItIs() throws IOException {
        PoseRecording recording = PoseRecording.read(resource("depth_in_widths.pose"));

        LandmarkSequence sequence = recording.sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1));

        assertThat(recording.depthUnit()).isEqualTo(DepthUnit.WIDTHS);
        assertThat(sequence.frame(0).x(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(0.25f);
        assertThat(sequence.frame(0).y(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(0.5f);
        assertThat(sequence.frame(0).z(LandmarkPart.RIGHT_HAND, 0)).isEqualTo(-0.3f);
        assertThat(sequence.frame(0).visibility(0)).isEqualTo(0.9f);
        assertThat(sequence.frame(0).has(LandmarkPart.LEFT_HAND)).isFalse();
    }

    @Test
    void depthInPixelsIsDividedByTheWidth() throws IOException {
        PoseRecording recording = PoseRecording.read(resource("depth_in_pixels.pose"));

        LandmarkSequence sequence = recording.sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1));

        assertThat(recording.depthUnit()).isEqualTo(DepthUnit.PIXELS);
        assertThat(sequence.frame(0).z(LandmarkPart.RIGHT_HAND, 0)).isCloseTo(-0.3f, within(1e-6f));
    }

    @Test
    void theUnitOfDepthIsTheCallersToChoose() throws IOException {
        Video pixels = resource("depth_in_pixels.pose");

        float asWidths = new PoseRecordingExtractor(DepthUnit.WIDTHS)
                .extract(pixels, LandmarkLayout.POSE_HANDS, new FrameSampler(1))
                .sequence()
                .frame(0)
                .z(LandmarkPart.RIGHT_HAND, 0);

        assertThat(asWidths).isCloseTo(-0.3f * 640, within(1e-3f));
    }

    @Test
    void handsTellTheUnitOfDepthWhereNothingElseIsSeen() {
        byte[] file = PoseFile.holistic().bytes();
        for (int frame = 0; frame < 3; frame++) {
            for (int point = 0; point < LandmarkLayout.POSE_POINTS; point++) {
                PoseFile.holistic().setConfidence(file, frame, point, 0);
            }
        }

        assertThat(PoseRecording.read(Video.of(file)).depthUnit()).isEqualTo(DepthUnit.PIXELS);
    }

    @Test
    void recordingsFromElsewhereHaveTheirUnitOfDepth() throws IOException {
        Path shared = Path.of(System.getProperty("klibras.shared", "../../shared"));
        Path depth = shared.resolve("cases/depth.pose");
        assumeTrue(Files.exists(depth), () -> "Skipped: there is no " + depth + "; set -Dklibras.shared=DIR");
        PoseRecording recording = PoseRecording.read(Video.of(Files.readAllBytes(depth)));

        assertThat(recording
                        .sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1))
                        .frame(0)
                        .z(LandmarkPart.RIGHT_HAND, 0))
                .isEqualTo(-0.3f);
        try (Stream<Path> letters = Files.list(shared.resolve("libras-alphabet"))) {
            for (Path letter : letters.toList()) {
                assertThat(PoseRecording.read(Video.of(Files.readAllBytes(letter)))
                                .depthUnit())
                        .as("%s", letter.getFileName())
                        .isEqualTo(DepthUnit.PIXELS);
            }
        }
    }

    private static Video resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(PoseRecordingTest.class.getResourceAsStream(name), name)) {
            return Video.of(in.readAllBytes());
        }
    }

    private static float[] sample(byte[] file) {
        return PoseRecording.read(Video.of(file))
                .sample(LandmarkLayout.POSE_HANDS, ALL)
                .toArray();
    }

    /** Returns the four values of a point of the pose. */
    private static float[] pointOf(float[] values, int frame, int point) {
        int start = frame * LandmarkLayout.POSE_HANDS.features() + 4 * point;
        return Arrays.copyOfRange(values, start, start + 4);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1})
    void aFrameRateThatIsNoneIsRefused(float framesPerSecond) {
        assertRefused(PoseFile.holistic().framesPerSecond(framesPerSecond).video(), "frames a second");
    }

    @Test
    void messagesShowOnlyTheStartOfNamesFromTheFile() {
        PoseFile many = new PoseFile();
        for (int i = 0; i < 30; i++) {
            many.component("\u0007".repeat(1000), 1);
        }
        PoseRecording recording = PoseRecording.read(many.frames(1).video());

        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("???…")
                .hasMessageContaining("and 20 more")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600).doesNotContain("\u0007"));
        assertRefused(
                new PoseFile().component("A", 1).format("X".repeat(60_000)).video(), "XXX…");
    }

    @Test
    void aFileThatIsCutOffAnywhereIsRefused() {
        byte[] whole = PoseFile.holistic().frames(2).bytes();

        for (int length = 1; length < whole.length; length += length < 12_000 ? 7 : 997) {
            assertRefused(Video.of(Arrays.copyOf(whole, length)), "");
        }
        assertRefused(Video.of(Arrays.copyOf(whole, whole.length + 1)), "1 bytes more");
    }

    @Test
    void anOldFileThatIsCutOffBetweenFramesIsRefused() {
        byte[] whole = PoseFile.holistic().version(0.1f).bytes();
        int frame = (33 + 478 + 21 + 21) * 16;

        assertRefused(Video.of(Arrays.copyOf(whole, whole.length - frame)), "announces 3 frames");
    }

    @Test
    void aRecordingOfNobodyIsNotGivenToAModel() {
        PoseRecordingExtractor extractor = new PoseRecordingExtractor();
        Video nobody = PoseFile.holistic().confidence(0).video();

        assertThatThrownBy(() -> extractor.extract(nobody, LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("Nobody");
        assertThat(extractor
                        .extract(PoseFile.holistic().video(), LandmarkLayout.POSE_HANDS, ALL)
                        .sequence()
                        .frames())
                .isEqualTo(3);
    }

    @Test
    void damagedFilesGiveNothingButTheirOwnException() {
        Random random = new Random(7);
        byte[] whole = PoseFile.holistic().frames(1).bytes();

        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
                damaged[random.nextInt(200)] = (byte) random.nextInt();
            }
            try {
                PoseRecording.read(Video.of(damaged)).sample(LandmarkLayout.POSE_HANDS, ALL);
            } catch (UnreadableVideoException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    private static void assertRefused(Video file, String complaint) {
        assertThatThrownBy(() -> PoseRecording.read(file))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining(complaint);
    }
}
