package io.github.klibras.examples;

import io.github.klibras.core.landmark.Video;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The recordings and the demo model that come with the examples; MODEL_CARD.md beside them says what they are worth. */
final class Alphabet {

    static final String MODEL = "alphabet.keras";

    private Alphabet() {}

    /** Returns the letters that there are recordings of. */
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

    /** Returns the recording of a letter as it may arrive over a bad line: without its last third. */
    static Video damagedRecording(String letter) {
        byte[] whole = resource(letter + ".pose");
        return Video.of(Arrays.copyOf(whole, whole.length * 2 / 3));
    }

    /** Hands the model to a function as a file, since models are read from files; the file is gone afterwards. */
    static <T> T withModelFile(Function<Path, T> use) {
        try {
            Path folder = Files.createTempDirectory("klibras");
            Path file = Files.write(folder.resolve(MODEL), resource(MODEL));
            try {
                return use.apply(file);
            } finally {
                Files.delete(file);
                Files.delete(folder);
            }
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
