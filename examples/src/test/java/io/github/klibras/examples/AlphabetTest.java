package io.github.klibras.examples;

import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.PoseRecording;
import io.github.klibras.core.landmark.Video;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Compares the demo's recordings and model with Python's results (tools/train_demo_model.py). */
class AlphabetTest {

    private static final int FRAMES = 100;
    private static final List<String> GOLDEN_LETTERS = List.of("L", "A", "S");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void recordingsMatchPythonsReadingExactly() {
        float[] expected = floats("alphabet.in0.f32");

        for (int i = 0; i < GOLDEN_LETTERS.size(); i++) {
            float[] actual = sequence(Alphabet.recording(GOLDEN_LETTERS.get(i))).toArray();
            for (int k = 0; k < actual.length; k++) {
                assertThat(actual[k])
                        .as("letter %s, frame %d, feature %d", GOLDEN_LETTERS.get(i), k / 258, k % 258)
                        .isEqualTo(expected[i * actual.length + k]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alphabet.keras", "alphabet.h5"})
    void probabilitiesMatchThoseOfKeras(String file) throws IOException {
        float[] expected = floats("alphabet.out0.f32");
        List<String> labels = Alphabet.labels();
        Path model = folder.resolve(file);
        try (InputStream in = Objects.requireNonNull(AlphabetTest.class.getResourceAsStream("/alphabet/" + file))) {
            Files.copy(in, model);
        }

        try (SignClassifier classifier = ClassifierFile.load(model, labels)) {
            for (int i = 0; i < GOLDEN_LETTERS.size(); i++) {
                Prediction prediction = classifier.classify(sequence(Alphabet.recording(GOLDEN_LETTERS.get(i))));
                for (int k = 0; k < labels.size(); k++) {
                    assertThat(prediction.probabilityOf(labels.get(k)).orElseThrow())
                            .as("letter %s, label %s", GOLDEN_LETTERS.get(i), labels.get(k))
                            .isCloseTo(expected[i * labels.size() + k], within(1e-5));
                }
            }
        }
    }

    /** A line of recordings.tsv: Python's result for one of the 27 recordings. */
    record Line(String file, int frames, double sum, String label, double probability) {

        static Line parse(String line) {
            String[] cells = line.split("\t", -1);
            return new Line(
                    cells[0],
                    Integer.parseInt(cells[1]),
                    Double.parseDouble(cells[2]),
                    cells[3],
                    Double.parseDouble(cells[4]));
        }
    }

    static Stream<Line> lines() {
        return new String(resource("recordings.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Line::parse);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void everyLetterIsRecognizedAsInKeras(Line line) {
        Video video = recording(line.file());
        PoseRecording recording = PoseRecording.read(video);
        LandmarkSequence sequence = sequence(video);
        double sum = 0;
        for (float value : sequence.toArray()) {
            sum += value;
        }

        assertThat(recording.frames()).isEqualTo(line.frames());
        assertThat(sum).isCloseTo(line.sum(), within(1e-3));
        try (SignClassifier classifier = ClassifierFile.load(Alphabet.modelFile(folder), Alphabet.labels())) {
            Prediction.Candidate best = classifier.classify(sequence).best();
            assertThat(best.label()).isEqualTo(line.label());
            assertThat(best.probability()).isCloseTo(line.probability(), within(1e-5));
        }
    }

    private static Video recording(String file) {
        String letter = file.substring(0, file.indexOf('.'));
        if (Alphabet.letters().contains(letter)) {
            return Alphabet.recording(letter);
        }
        Path shared = Path.of(System.getProperty("klibras.shared", "../../shared"), "libras-alphabet", file);
        try {
            return Video.of(Files.readAllBytes(SharedData.require(shared)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LandmarkSequence sequence(Video video) {
        return PoseRecording.read(video).sample(LandmarkLayout.POSE_HANDS, new FrameSampler(FRAMES));
    }

    private static float[] floats(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(resource(name)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static byte[] resource(String name) {
        try (InputStream in = AlphabetTest.class.getResourceAsStream("/alphabet/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
