package io.github.klibras.examples;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.PoseRecording;
import io.github.klibras.core.landmark.Video;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Converts videos and pictures to recordings; needs reference data from outside the project. */
@Tag("one-jdk")
class LandmarksCommandTest {

    private static final int FEATURES = LandmarkLayout.POSE_HANDS.features();

    @TempDir
    private Path folder = Path.of("");

    /** Includes clips in whose mirror image the nets find different hands: Casa and Nome. */
    @ParameterizedTest
    @ValueSource(strings = {"Casa", "Escola", "Nome"})
    void aClipAndItsRecordingGiveTheSameVerdict(String sign) {
        CommandRun converted = landmarks(shared("videos/" + sign + ".mp4"), "--output", file(sign + ".pose"));
        assertThat(converted.err()).isEmpty();

        String ofRecording = recognized(file(sign + ".pose"), sign);

        assertThat(ofRecording)
                .endsWith("- " + sign + " shown")
                .isEqualTo(recognized(shared("videos/" + sign + ".mp4"), sign));
    }

    @Test
    void recordingHasAllFramesAndFeaturesMatchTheReference() throws IOException {
        CommandRun run = landmarks(
                shared("videos/Escola.mp4"),
                "--output",
                file("out.pose"),
                "--features",
                file("out.f32"),
                "--overlay",
                file("out.png"));

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Escola.mp4: 65 frames of 372×248, 18.00 a second; body in 65, left hand in ");
        PoseRecording recording = PoseRecording.read(Video.of(Files.readAllBytes(folder.resolve("out.pose"))));
        assertThat(recording.frames()).isEqualTo(65);
        assertThat(recording.width()).isEqualTo(372);
        assertThat(recording.framesPerSecond()).isCloseTo(18, within(0.01));
        float[] features = floats(Files.readAllBytes(folder.resolve("out.f32")));
        assertThat(features).hasSize(100 * FEATURES);
        assertThat(meanDistance(features, original("videos/Escola.f32.gz"))).isLessThan(1e-3);
        LandmarkSequence mirrored = recording
                .sample(LandmarkLayout.POSE_HANDS, new FrameSampler(100))
                .mirrored();
        assertThat(mirrored.toArray()).usingComparatorWithPrecision(1e-6f).containsExactly(features);
        BufferedImage overlay = ImageIO.read(folder.resolve("out.png").toFile());
        assertThat(overlay.getWidth()).isEqualTo(4 * 420 + 5 * 6);
    }

    /**
     * Tracking smooths the body, which then differs from that of single frames a hundred times as much as otherwise.
     */
    @Test
    void trackOptionFollowsPartsFromFrameToFrame() throws IOException {
        CommandRun run = landmarks(
                shared("videos/Escola.mp4"), "--track", "--output", file("out.pose"), "--features", file("out.f32"));

        assertThat(run.err()).isEmpty();
        float[] features = floats(Files.readAllBytes(folder.resolve("out.f32")));
        assertThat(meanDistance(features, original("videos/Escola.f32.gz"))).isBetween(1e-2, 1e-1);
    }

    @Test
    void badFileInAFolderDoesNotStopTheOthers() throws IOException {
        Path videos = Files.createDirectory(folder.resolve("in"));
        Files.copy(picture(), videos.resolve("picture.jpg"));
        Files.writeString(videos.resolve("bad.mp4"), "no video");
        Files.writeString(videos.resolve("notes.txt"), "no video either");

        CommandRun run = landmarks(videos.toString(), "--output", file("out"), "--face", "--features", file("out"));

        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("klibras: " + videos.resolve("bad.mp4") + ": ");
        assertThat(run.out().lines()).singleElement().asString().contains("picture.jpg: 1 frame of 384×512; body in 1");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**picture.pose");
        assertThat(folder.resolve("out/picture.f32")).hasSize(100L * 1692 * Float.BYTES);
        assertThat(folder.resolve("out/bad.pose")).doesNotExist();
    }

    @Test
    void recordingIsWrittenBesideItsVideoByDefault() throws IOException {
        Path copy = Files.copy(picture(), folder.resolve("me.at home.jpg"));

        CommandRun run = landmarks(copy.toString(), "--mirror", "no");

        assertThat(run.err()).isEmpty();
        assertThat(PoseRecording.read(Video.of(Files.readAllBytes(folder.resolve("me.at home.pose"))))
                        .framesPerSecond())
                .isZero();
    }

    @Test
    void filesOfTheSameRunAreNotOverwritten() throws IOException {
        Path mp4 = Files.writeString(folder.resolve("a.mp4"), "1");
        Path png = Files.writeString(folder.resolve("a.png"), "2");

        assertThat(landmarks(mp4.toString(), "--output", mp4.toString()).err()).contains("another file of this run");
        assertThat(landmarks(folder.toString(), "--overlay", folder.toString())
                        .err()
                        .lines())
                .hasSize(2)
                .allMatch(line -> line.contains("a.png is another file of this run")
                        || line.contains("a.pose is another file of this run"));
        assertThat(mp4).hasContent("1");
        assertThat(png).hasContent("2");
    }

    @Test
    void badUsageIsReportedInOneLineBeforeAnyWork() throws IOException {
        Path video = Files.writeString(folder.resolve("a.mp4"), "1");
        Path other = Files.writeString(folder.resolve("b.mp4"), "2");

        assertRefused(KlibrasMain.BAD_USAGE, "--landmark-models", CommandRun.of("landmarks", video.toString()));
        assertRefused(KlibrasMain.FAILED, "none.mp4", landmarks(file("none.mp4")));
        assertRefused(
                KlibrasMain.FAILED,
                "no videos or pictures",
                landmarks(Files.createDirectory(folder.resolve("empty")).toString()));
        assertRefused(
                KlibrasMain.FAILED, "no such folder", landmarks(video.toString(), "--output", file("none/a.pose")));
        assertRefused(
                KlibrasMain.FAILED,
                "need a folder",
                landmarks(video.toString(), other.toString(), "--output", other.toString()));
    }

    @Test
    void missingModelsAreReportedOnce() throws IOException {
        Path one = Files.copy(picture(), folder.resolve("1.jpg"));
        Path two = Files.copy(picture(), folder.resolve("2.jpg"));

        assertRefused(
                KlibrasMain.FAILED,
                "There are no landmark models at",
                CommandRun.of("landmarks", one.toString(), two.toString(), "--landmark-models", file("none")));
    }

    private static void assertRefused(int exitCode, String words, CommandRun run) {
        assertThat(run.err().lines()).singleElement().asString().contains(words);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    private static CommandRun landmarks(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "landmarks";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--landmark-models";
        all[args.length + 2] = sharedPath("models/mediapipe").toString();
        return CommandRun.of(all);
    }

    private static String recognized(String file, String sign) {
        CommandRun run = CommandRun.of(
                "recognize",
                file,
                "--expect",
                sign,
                "--model",
                shared("models/words.keras"),
                "--labels",
                shared("models/words.labels.txt"),
                "--landmark-models",
                shared("models/mediapipe"));
        return run.out().strip().substring(file.length());
    }

    private static Path picture() {
        return SharedData.require(sharedPath("landmarks/images/hagrid_four_06aa70cc.jpg"));
    }

    private static float[] original(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(sharedPath(name)))) {
            float[] withFace = floats(in.readAllBytes());
            float[] features = new float[100 * FEATURES];
            for (int frame = 0; frame < 100; frame++) {
                System.arraycopy(withFace, frame * 1692, features, frame * FEATURES, FEATURES);
            }
            return features;
        }
    }

    private static double meanDistance(float[] some, float[] others) {
        double sum = 0;
        for (int i = 0; i < some.length; i++) {
            sum += Math.abs(some[i] - others[i]);
        }
        return sum / some.length;
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    private static String shared(String name) {
        return SharedData.require(sharedPath(name)).toString();
    }

    private static Path sharedPath(String name) {
        return Path.of(System.getProperty("klibras.shared", "../../shared")).resolve(name);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
