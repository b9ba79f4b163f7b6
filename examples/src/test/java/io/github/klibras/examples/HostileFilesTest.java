package io.github.klibras.examples;

import io.github.klibras.core.KlibrasException;
import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.UnreadableVideoException;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.video.ChildProcessExtractor;
import io.github.klibras.core.video.ExtractionFailedException;
import io.github.klibras.core.video.ExtractorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged videos and landmark models, read by child processes, yield results or typed errors, and this process
 * survives. {@code -Dklibras.hostile.videos=N} and {@code -Dklibras.hostile.models=N} set how many; counts of the
 * outcomes are printed.
 */
@Tag("one-jdk")
class HostileFilesTest {

    private static final List<String> SAMPLES = List.of(
            "h264.mp4", "hevc-10.mp4", "vp8.webm", "vp9.webm", "av1.webm", "h263.3gp", "mjpeg.mov", "picture.jpg");

    private static final Set<String> NETS = Set.of(
            "pose_detector.tflite",
            "pose_landmarks_detector.tflite",
            "hand_detector.tflite",
            "hand_landmarks_detector.tflite",
            "face_detector.tflite",
            "face_landmarks_detector.tflite");

    private static final ExtractionRequest REQUEST =
            ExtractionRequest.of(LandmarkLayout.POSE_HANDS_FACE, new FrameSampler(2));

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void damagedVideosYieldLandmarksOrATypedError() throws IOException {
        int count = Integer.getInteger("klibras.hostile.videos", 60);
        List<byte[]> videos = new ArrayList<>(clips());
        Path samples =
                Path.of(System.getProperty("klibras.root", ".."), "klibras-video-ffmpeg/src/test/resources/samples");
        for (String name : SAMPLES) {
            videos.add(Files.readAllBytes(samples.resolve(name)));
        }
        try (ChildProcessExtractor extractor = extractor(LandmarkFactory.class, SharedData.file("models/mediapipe"))) {
            for (int i = 0; i < count; i++) {
                Random random = new Random(i);
                byte[] damaged = damaged(videos.get(i % videos.size()), 1 + random.nextInt(40), random);
                record(extractor, Video.of(damaged), "video " + i);
            }
            requireLandmarks(extractor);
        }
        print("damaged videos", count);
        assertThat(outcomes).containsKeys("landmarks", UnreadableVideoException.class.getSimpleName());
    }

    @Test
    void damagedModelsYieldLandmarksOrATypedError() throws IOException {
        int count = Integer.getInteger("klibras.hostile.models", 20);
        Video clip = intactClip();
        List<Map.Entry<String, byte[]>> nets = List.copyOf(nets().entrySet());
        for (Map.Entry<String, byte[]> net : nets) {
            Files.write(folder.resolve(net.getKey()), net.getValue());
        }
        try (ChildProcessExtractor extractor = extractor(ChangingModels.class, folder)) {
            for (int i = 0; i < count; i++) {
                Random random = new Random(i);
                Map.Entry<String, byte[]> net = nets.get(i % nets.size());
                Path file = folder.resolve(net.getKey());
                Files.write(file, damaged(net.getValue(), 1 + random.nextInt(random.nextBoolean() ? 3 : 3000), random));
                record(extractor, clip, "model " + i + ", " + net.getKey());
                Files.write(file, net.getValue());
            }
            requireLandmarks(extractor);
        }
        print("damaged models", count);
        assertThat(outcomes).containsKey("landmarks");
    }

    private static ChildProcessExtractor extractor(Class<? extends ExtractorFactory> factory, Path models) {
        return ChildProcessExtractor.builder(factory, models.toString())
                .timeLimit(Duration.ofSeconds(30))
                .build();
    }

    private void record(ChildProcessExtractor extractor, Video video, String what) {
        String outcome = "landmarks";
        try {
            extractor.extract(video, REQUEST);
        } catch (KlibrasException e) {
            outcome = e.getClass().getSimpleName();
            if (e instanceof ExtractionFailedException) {
                System.out.println(what + ": " + e.getMessage());
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what, e);
        }
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /** Checks that an intact clip with intact models is not affected by earlier extractions. */
    private static void requireLandmarks(ChildProcessExtractor extractor) throws IOException {
        LandmarkSequence after = extractor.extract(intactClip(), REQUEST).sequence();
        LandmarkSequence expected;
        try (FileExtractor here = FileExtractor.of(DepthUnit.DETECT, SharedData.file("models/mediapipe"), false)) {
            expected = here.extract(intactClip(), REQUEST).sequence();
        }

        assertThat(after.toArray()).isEqualTo(expected.toArray());
        assertThat(after.frame(0).has(LandmarkPart.POSE)).isTrue();
    }

    private void print(String what, int count) {
        System.out.println("Hostile files: " + count + " " + what + ": " + outcomes);
    }

    private static byte[] damaged(byte[] file, int changes, Random random) {
        byte[] damaged = file.clone();
        // Headers and indexes are mostly at the beginning and at the end.
        boolean nearEnds = random.nextBoolean();
        for (int i = 0; i < changes; i++) {
            int reach = nearEnds ? Math.min(damaged.length, 65_536) : damaged.length;
            int at = random.nextBoolean() ? random.nextInt(reach) : damaged.length - 1 - random.nextInt(reach);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> damaged[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                default -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 4), (byte) 0x7f);
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length)) : damaged;
    }

    private static Video intactClip() throws IOException {
        return Video.of(clips().get(0));
    }

    private static List<byte[]> clips() throws IOException {
        List<byte[]> clips = new ArrayList<>();
        for (String name : List.of("Escola.mp4", "Nome.mp4")) {
            clips.add(Files.readAllBytes(SharedData.file("videos").resolve(name)));
        }
        return clips;
    }

    /** Extracts the nets from their bundles. */
    private static Map<String, byte[]> nets() throws IOException {
        Map<String, byte[]> nets = new TreeMap<>();
        try (DirectoryStream<Path> bundles = Files.newDirectoryStream(SharedData.file("models/mediapipe"), "*.task")) {
            for (Path bundle : bundles) {
                try (ZipFile zip = new ZipFile(bundle.toFile())) {
                    for (ZipEntry entry : Collections.list(zip.entries())) {
                        if (NETS.contains(entry.getName())) {
                            nets.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                        }
                    }
                }
            }
        }
        return nets;
    }
}
