package io.github.klibras.examples;

import io.github.klibras.core.landmark.Video;
import io.github.klibras.inference.keras.ModelBundleReader;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The recordings and the demo model that come with the examples; MODEL_CARD.md beside them describes their quality. */
final class Alphabet {

    static final String MODEL = "alphabet.keras";

    private Alphabet() {}

    /** Returns the letters with recordings. */
    static List<String> letters() {
        return List.of("L", "I", "B", "R", "A", "S");
    }

    /** Returns the labels of the model, in the order of its output. */
    static List<String> labels() {
        return new String(resource("labels.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    static Video recording(String letter) {
        return Video.of(resource(letter + ".pose"));
    }

    /** Returns the recording of a letter without its last third, as if the connection had broken. */
    static Video damagedRecording(String letter) {
        byte[] whole = resource(letter + ".pose");
        return Video.of(Arrays.copyOf(whole, whole.length * 2 / 3));
    }

    /** Writes the model to a folder, since models are read from files. */
    static Path modelFile(Path folder) {
        try {
            return Files.write(folder.resolve(MODEL), resource(MODEL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the model and its manifest to a folder. */
    static Path bundle(Path folder) {
        try {
            modelFile(folder);
            Files.write(folder.resolve(ModelBundleReader.MANIFEST), resource(ModelBundleReader.MANIFEST));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Alphabet.class.getResourceAsStream("/alphabet/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
