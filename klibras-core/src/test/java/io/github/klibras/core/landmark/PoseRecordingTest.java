package io.github.klibras.core.landmark;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PoseRecordingTest {

    private static final FrameSampler ALL = new FrameSampler(3);

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 0.2f})
    void headerIsRead(float version) {
        PoseRecording recording =
                PoseRecording.read(PoseFile.holistic().version(version).video());

        assertThat(recording.width()).isEqualTo(500);
        assertThat(recording.height()).isEqualTo(400);
        assertThat(recording.frames()).isEqualTo(3);
        assertThat(recording.framesPerSecond()).isEqualTo(version == 0.1f ? 30 : 29.97f);
    }

    @Test
    void coordinatesAreConvertedToFractionsInLayoutOrder() {
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
    void smallerLayoutIsAPrefixOfTheLarger() {
        PoseRecording recording = PoseRecording.read(PoseFile.holistic().video());

        float[] small =
                recording.sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1)).toArray();
        float[] large = recording
                .sample(LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(1))
                .toArray();

        assertThat(small).isEqualTo(Arrays.copyOf(large, 258));
    }

    @Test
    void undetectedComponentsAreZero() {
        PoseRecording recording =
                PoseRecording.read(PoseFile.holistic().confidence(0).video());

        assertThat(recording.sample(LandmarkLayout.POSE_HANDS, ALL).toArray()).containsOnly(0f);
    }

    @Test
    void onlyTheFirstPersonIsRead() {
        LandmarkSequence alone = PoseRecording.read(PoseFile.holistic().video()).sample(LandmarkLayout.POSE_HANDS, ALL);
        LandmarkSequence crowd =
                PoseRecording.read(PoseFile.holistic().people(3).video()).sample(LandmarkLayout.POSE_HANDS, ALL);

        assertThat(crowd).isEqualTo(alone);
    }

    static Stream<Arguments> nonFiniteNumbers() {
        return Stream.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
                .flatMap(value -> IntStream.range(0, 4).mapToObj(number -> Arguments.of(number, value)));
    }

    /** Points of a file: pose 0–32, face 33–510, left hand 511–531, right hand 532–552. */
    @ParameterizedTest
    @MethodSource("nonFiniteNumbers")
    void nonFiniteNumberHidesOnlyItsPoint(int number, float value) {
        LandmarkSequence whole =
                PoseRecording.read(PoseFile.holistic().video()).sample(LandmarkLayout.POSE_HANDS_FACE, ALL);
        PoseFile file = PoseFile.holistic();
        for (int point : new int[] {5, 33 + 477, 511 + 20, 532}) {
            file.set(1, point, number, value);
        }

        LandmarkSequence sequence = PoseRecording.read(file.video()).sample(LandmarkLayout.POSE_HANDS_FACE, ALL);

        float[] expected = whole.toArray();
        int frame = LandmarkLayout.POSE_HANDS_FACE.features();
        Arrays.fill(expected, frame + 5 * 4, frame + 6 * 4, 0);
        Arrays.fill(expected, frame + 132 + 20 * 3, frame + 132 + 21 * 3, 0);
        Arrays.fill(expected, frame + 195, frame + 195 + 3, 0);
        Arrays.fill(expected, frame + 1692 - 3, frame + 1692, 0);
        assertThat(sequence.toArray()).isEqualTo(expected);
    }

    @Test
    void zeroConfidenceHidesAPointWhateverItsValues() {
        LandmarkFrame frame = PoseRecording.read(PoseFile.holistic()
                        .set(2, 1, 3, 0)
                        .set(2, 2, 3, -0.001f)
                        .video())
                .sample(LandmarkLayout.POSE_HANDS, ALL)
                .frame(2);

        assertThat(frame.seen(LandmarkPart.POSE, 1)).isFalse();
        assertThat(frame.x(LandmarkPart.POSE, 1)).isZero();
        // Interpolation overshoots; only exactly 0 means that nothing was seen.
        assertThat(frame.x(LandmarkPart.POSE, 2)).isEqualTo(2002f / 500);
    }

    @ParameterizedTest
    @CsvSource({"0, WIDTHS", "-0.3, WIDTHS", "2.5, WIDTHS", "-2.5, WIDTHS", "-16, PIXELS", "250, PIXELS"})
    void depthUnitIsDetectedFromThePose(float depth, DepthUnit unit) {
        assertThat(PoseRecording.read(PoseFile.holistic().depth(depth).video()).depthUnit())
                .isEqualTo(unit);
    }

    @ParameterizedTest
    @CsvSource({"0, WIDTHS", "-0.3, WIDTHS", "0.8, PIXELS", "-16, PIXELS"})
    void depthUnitIsDetectedFromTheHandsIfThereIsNoPose(float depth, DepthUnit unit) {
        PoseFile file = PoseFile.holistic().depth(depth);
        for (int point = 0; point < 33; point++) {
            for (int frame = 0; frame < 3; frame++) {
                file.set(frame, point, 2, 1000).set(frame, point, 3, 0);
            }
        }

        assertThat(PoseRecording.read(file.video()).depthUnit()).isEqualTo(unit);
    }

    @Test
    void outlyingDepthsDoNotDecideTheUnit() {
        PoseFile widths = PoseFile.holistic().depth(-0.3f);
        PoseFile pixels = PoseFile.holistic().depth(-100);
        for (int point = 0; point < 16; point++) {
            for (int frame = 0; frame < 3; frame++) {
                widths.set(frame, point, 2, 1e9f);
                pixels.set(frame, point, 2, 0);
            }
        }

        assertThat(PoseRecording.read(widths.video()).depthUnit()).isEqualTo(DepthUnit.WIDTHS);
        assertThat(PoseRecording.read(pixels.video()).depthUnit()).isEqualTo(DepthUnit.PIXELS);
    }

    /** One recording has one unit, whichever frames are sampled. */
    @Test
    void depthUnitIsDetectedFromAllFrames() {
        PoseFile file = PoseFile.holistic().depth(-100);
        for (int point = 0; point < 33; point++) {
            file.set(0, point, 2, 1);
        }

        LandmarkSequence first =
                PoseRecording.read(file.video()).sample(LandmarkLayout.POSE_HANDS, new FrameSampler(1));

        assertThat(first.frame(0).z(LandmarkPart.POSE, 0)).isEqualTo(1f / 500);
    }

    static Stream<Arguments> singleComponents() {
        return Stream.of(
                Arguments.of("POSE_LANDMARKS", LandmarkPart.POSE),
                Arguments.of("LEFT_HAND_LANDMARKS", LandmarkPart.LEFT_HAND),
                Arguments.of("RIGHT_HAND_LANDMARKS", LandmarkPart.RIGHT_HAND));
    }

    /** Such files are usable: they look like those of pictures in which MediaPipe found nothing else. */
    @ParameterizedTest
    @MethodSource("singleComponents")
    void componentsMissingFromTheFileCountAsUnseen(String component, LandmarkPart only) {
        Video file = new PoseFile().component(component, only.points()).video();

        LandmarkFrame frame = new PoseRecordingExtractor()
                .extract(file, PoseFile.unmirrored(LandmarkLayout.POSE_HANDS_FACE, ALL))
                .sequence()
                .frame(1);

        for (LandmarkPart part : LandmarkPart.values()) {
            assertThat(frame.has(part)).as("%s", part).isEqualTo(part == only);
        }
        assertThat(frame.x(only, 1)).isEqualTo(1001f / 500);
    }

    @Test
    void recordingsAreMirroredWhereTheVideosPicturesWouldBe() {
        Video file = PoseFile.holistic().video();
        PoseRecordingExtractor extractor = new PoseRecordingExtractor();
        ExtractionRequest unmirrored = PoseFile.unmirrored(LandmarkLayout.POSE_HANDS, ALL);
        LandmarkSequence asRecorded = extractor.extract(file, unmirrored).sequence();

        assertThat(extractor
                        .extract(file, unmirrored.with(Preprocessing.DEFAULT))
                        .sequence())
                .isEqualTo(asRecorded.mirrored())
                .isNotEqualTo(asRecorded);
        assertThat(extractor
                        .extract(file, unmirrored.with(Preprocessing.DEFAULT.with(Mirroring.LANDMARKS)))
                        .sequence())
                .isEqualTo(asRecorded);
    }

    @Test
    void recordingsAreDetectedByTheirFirstBytes() {
        assertThat(PoseRecording.isRecording(PoseFile.holistic().video())).isTrue();
        assertThat(PoseRecording.isRecording(Video.of("\0\0\0 ftypisom".getBytes(StandardCharsets.US_ASCII))))
                .isFalse();
        assertThat(PoseRecording.isRecording(Video.of(new byte[3]))).isFalse();
    }

    @Test
    void componentsWithoutPointsCountAsUnseen() {
        LandmarkFrame frame = PoseRecording.read(new PoseFile()
                        .component("LEFT_HAND_LANDMARKS", 0)
                        .component("RIGHT_HAND_LANDMARKS", 21)
                        .video())
                .sample(LandmarkLayout.POSE_HANDS, ALL)
                .frame(1);

        assertThat(frame.has(LandmarkPart.LEFT_HAND)).isFalse();
        assertThat(frame.has(LandmarkPart.RIGHT_HAND)).isTrue();
    }

    @Test
    void recordingWithoutAnyComponentOfTheLayoutIsRefused() {
        PoseRecording recording = PoseRecording.read(new PoseFile()
                .component("BODY_135", 135)
                .component("FACE_LANDMARKS", 478)
                .video());

        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("[POSE_LANDMARKS, LEFT_HAND_LANDMARKS, RIGHT_HAND_LANDMARKS]")
                .hasMessageContaining("it has [BODY_135, FACE_LANDMARKS]");
        assertThatThrownBy(() -> new PoseRecordingExtractor()
                        .extract(
                                new PoseFile().component("FACE_LANDMARKS", 478).video(),
                                PoseFile.unmirrored(LandmarkLayout.POSE_HANDS_FACE, ALL)))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("Nobody");
    }

    @Test
    void firstOfComponentsWithTheSameNameIsUsed() {
        PoseRecording recording = PoseRecording.read(new PoseFile()
                .component("RIGHT_HAND_LANDMARKS", 21)
                .component("RIGHT_HAND_LANDMARKS", 5)
                .video());

        assertThat(recording.sample(LandmarkLayout.POSE_HANDS, ALL).frame(1).x(LandmarkPart.RIGHT_HAND, 20))
                .isEqualTo(1020f / 500);
    }

    /** This took 8 s when each component was compared with all previous ones. */
    @Test
    @Timeout(4)
    void manyComponentsAreReadQuickly() {
        PoseFile file = new PoseFile().frames(1);
        for (int i = 0; i < 65_000; i++) {
            file.component(i < 32_500 ? "POSE_LANDMARKX" : "POSE_LANDMARKS", 1);
        }

        assertRefusedByLayout(file.video(), "has 1 points; expected 33");
    }

    /** The irises are the last points of the face mesh, and MediaPipe detects them only on request. */
    @Test
    void faceWithoutIrisesIsReadByPosition() {
        PoseRecording recording = PoseRecording.read(new PoseFile()
                .component("POSE_LANDMARKS", 33)
                .component("FACE_LANDMARKS", 468)
                .component("LEFT_HAND_LANDMARKS", 21)
                .component("RIGHT_HAND_LANDMARKS", 21)
                .component("POSE_WORLD_LANDMARKS", 33)
                .video());

        LandmarkFrame frame =
                recording.sample(LandmarkLayout.POSE_HANDS_FACE, ALL).frame(1);

        assertThat(frame.x(LandmarkPart.FACE, 467)).isEqualTo(1500f / 500);
        assertThat(frame.seen(LandmarkPart.FACE, 468)).isFalse();
        assertThat(frame.x(LandmarkPart.LEFT_HAND, 0)).isEqualTo(1501f / 500);
    }

    @Test
    void componentOfUnexpectedSizeIsRefused() {
        assertRefusedByLayout(new PoseFile().component("POSE_LANDMARKS", 25).video(), "has 25 points; expected 33");
    }

    @Test
    void invalidFilesAreRefused() {
        assertRefused(Video.of("no recording at all".getBytes(StandardCharsets.US_ASCII)), "not a .pose recording");
        assertRefused(Video.of(new byte[] {1}), "cut off");
        assertRefused(PoseFile.holistic().version(0.3f).video(), "version 0.3");
        assertRefused(PoseFile.holistic().format("XYZ").video(), "XYZ");
        assertRefused(PoseFile.holistic().format("C").video(), "format C");
        assertRefused(PoseFile.holistic().frames(0).video(), "no frames");
        assertRefused(PoseFile.holistic().people(0).video(), "number of people");
        assertRefused(PoseFile.holistic().width(0).video(), "width");
        assertRefused(new PoseFile().video(), "number of components");
        assertRefused(new PoseFile().component("EMPTY", 0).video(), "no points");
    }

    /** The landmarks are usable without the rate. */
    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -1})
    void invalidFrameRateIsReadAsUnknown(float framesPerSecond) {
        PoseRecording recording = PoseRecording.read(
                PoseFile.holistic().framesPerSecond(framesPerSecond).video());

        assertThat(recording.framesPerSecond()).isZero();
        assertThat(recording.sample(LandmarkLayout.POSE_HANDS, ALL).frames()).isEqualTo(3);
    }

    @Test
    void depthIsOptional() {
        LandmarkSequence flat =
                PoseRecording.read(PoseFile.holistic().format("XYC").video()).sample(LandmarkLayout.POSE_HANDS, ALL);

        assertThat(flat.frame(2).x(LandmarkPart.POSE, 1)).isEqualTo(2001f / 500);
        assertThat(flat.frame(2).y(LandmarkPart.POSE, 1)).isEqualTo(2001.25f / 400);
        assertThat(flat.frame(2).z(LandmarkPart.POSE, 1)).isZero();
        assertThat(flat.frame(2).visibility(1)).isEqualTo(0.5f);
    }

    @Test
    void coordinatesAreReadInTheOrderOfTheFormat() {
        LandmarkFrame frame = PoseRecording.read(
                        PoseFile.holistic().format("ZYXC").video())
                .sample(LandmarkLayout.POSE_HANDS, ALL)
                .frame(2);

        assertThat(frame.x(LandmarkPart.POSE, 1)).isEqualTo(2001.5f / 500);
        assertThat(frame.z(LandmarkPart.POSE, 1)).isEqualTo(2001f / 500);
    }

    @Test
    void formatWithoutXAndYIsRefused() {
        PoseRecording recording =
                PoseRecording.read(PoseFile.holistic().format("XZC").video());

        assertThat(recording.depthUnit()).isEqualTo(DepthUnit.WIDTHS);
        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining("POSE_LANDMARKS has points of format XZC");
    }

    @Test
    void messagesTruncateNamesFromTheFile() {
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
    void truncatedFileIsRefused() {
        byte[] whole = PoseFile.holistic().frames(2).bytes();

        for (int length = 1; length < whole.length; length += length < 12_000 ? 7 : 997) {
            assertRefused(Video.of(Arrays.copyOf(whole, length)), "");
        }
        assertRefused(Video.of(Arrays.copyOf(whole, whole.length + 1)), "1 bytes more");
    }

    @Test
    void oldFileTruncatedBetweenFramesIsRefused() {
        byte[] whole = PoseFile.holistic().version(0.1f).bytes();
        int frame = (33 + 478 + 21 + 21) * 16;

        assertRefused(Video.of(Arrays.copyOf(whole, whole.length - frame)), "announces 3 frames");
    }

    @Test
    void recordingOfNobodyIsRefused() {
        PoseRecordingExtractor extractor = new PoseRecordingExtractor();

        for (float confidence : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
            Video nobody = PoseFile.holistic().confidence(confidence).video();
            assertThatThrownBy(() -> extractor.extract(nobody, PoseFile.unmirrored(LandmarkLayout.POSE_HANDS, ALL)))
                    .isInstanceOf(UnreadableVideoException.class)
                    .hasMessageContaining("Nobody");
        }
        assertThat(extractor
                        .extract(PoseFile.holistic().video(), PoseFile.unmirrored(LandmarkLayout.POSE_HANDS, ALL))
                        .sequence()
                        .frames())
                .isEqualTo(3);
    }

    @Test
    void damagedFilesCauseNoOtherException() {
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

    private static void assertRefusedByLayout(Video file, String complaint) {
        PoseRecording recording = PoseRecording.read(file);

        assertThatThrownBy(() -> recording.sample(LandmarkLayout.POSE_HANDS, ALL))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining(complaint);
    }

    private static void assertRefused(Video file, String complaint) {
        assertThatThrownBy(() -> PoseRecording.read(file))
                .isInstanceOf(UnreadableVideoException.class)
                .hasMessageContaining(complaint);
    }
}
