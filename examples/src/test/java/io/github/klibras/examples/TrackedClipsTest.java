package io.github.klibras.examples;

import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkPart;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Video;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares tracked landmarks in real clips with those of Python's MediaPipe 0.10.21 in VIDEO mode
 * ({@code tools/tracked_landmarks.py}, whose output folder is in KLIBRAS_TRACKED). Regions follow from earlier
 * landmarks, so differences add up, within a few frames for the body. They add up just as much in Python if a few
 * pixels of the first frame differ by 1.
 */
class TrackedClipsTest {

    private static final LandmarkLayout LAYOUT = LandmarkLayout.POSE_HANDS_FACE;
    private static final int FEATURES = LAYOUT.features();

    @ParameterizedTest
    @ValueSource(strings = {"Banco", "Casa"})
    void trackedLandmarksMatchPythons(String name) throws IOException {
        float[] expected = expected(name);
        LandmarkSequence actual = extract(name);
        int frames = expected.length / FEATURES;

        Map<LandmarkPart, DoubleSummaryStatistics> differences = new EnumMap<>(LandmarkPart.class);
        LAYOUT.parts().forEach(part -> differences.put(part, new DoubleSummaryStatistics()));
        DoubleSummaryStatistics atFirst = new DoubleSummaryStatistics();
        int missed = 0;
        for (int frame = 0; frame < frames; frame++) {
            for (LandmarkPart part : LAYOUT.parts()) {
                boolean there = expected[frame * FEATURES + part.offset()] != 0;
                if (there != actual.frame(frame).has(part)) {
                    missed++;
                } else if (there) {
                    for (double difference : differences(expected, actual, frame, part)) {
                        of(differences, part).accept(difference);
                        if (frame < 3) {
                            atFirst.accept(difference);
                        }
                    }
                }
            }
        }
        differences.forEach((part, all) -> System.out.printf(
                "Tracking %s, %s: mean difference %.1e, largest %.1e%n", name, part, all.getAverage(), all.getMax()));

        assertThat(missed).as("parts that only one finds").isLessThanOrEqualTo(2);
        assertThat(atFirst.getMax()).as("the first three frames").isLessThan(5e-3);
        assertThat(of(differences, LandmarkPart.FACE).getMax()).as("face").isLessThan(2e-3);
        assertThat(of(differences, LandmarkPart.LEFT_HAND).getAverage())
                .as("left")
                .isLessThan(5e-4);
        assertThat(of(differences, LandmarkPart.RIGHT_HAND).getAverage())
                .as("right")
                .isLessThan(5e-4);
        assertThat(of(differences, LandmarkPart.POSE).getAverage()).as("body").isLessThan(1e-2);
    }

    private static DoubleSummaryStatistics of(
            Map<LandmarkPart, DoubleSummaryStatistics> differences, LandmarkPart part) {
        return Objects.requireNonNull(differences.get(part));
    }

    private static LandmarkSequence extract(String name) throws IOException {
        Path clip = SharedData.file("videos/" + name + ".mp4");
        Path models = SharedData.file("models/mediapipe");
        try (FileExtractor extractor = FileExtractor.of(DepthUnit.DETECT, models, true)) {
            return extractor
                    .extract(Video.of(Files.readAllBytes(clip)), ExtractionRequest.of(LAYOUT, new FrameSampler(100)))
                    .sequence();
        }
    }

    private static double[] differences(float[] expected, LandmarkSequence actual, int frame, LandmarkPart part) {
        double[] differences = new double[part.features()];
        for (int i = 0; i < differences.length; i++) {
            int column = part.offset() + i;
            differences[i] = Math.abs(actual.value(frame, column) - expected[frame * FEATURES + column]);
        }
        return differences;
    }

    private static float[] expected(String name) throws IOException {
        Path file = SharedData.fileOf("KLIBRAS_TRACKED", name + ".f32.gz");
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            byte[] bytes = in.readAllBytes();
            float[] values = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
            return values;
        }
    }
}
