package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.ModelFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Small models of each kind of layer with each of its options, made by {@code tools/keras_matrix.py} and {@code
 * tools/keras2_matrix.py}. Some of Keras 3 and all of Keras 2 are resources; all of Keras 3 are read if {@code
 * KLIBRAS_KERAS_MATRIX} names their folder.
 */
class MatrixTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path temporary;

    @TestFactory
    Stream<DynamicTest> layersMatchKeras() throws IOException {
        String given = System.getenv("KLIBRAS_KERAS_MATRIX");
        return tests(given == null ? unzipped("matrix") : Path.of(given), 100);
    }

    @TestFactory
    Stream<DynamicTest> layersMatchKeras2() throws IOException {
        return tests(unzipped("keras2"), 70);
    }

    private static Stream<DynamicTest> tests(Path folder, int least) {
        List<Reference> references = Reference.ofMatrix(folder);
        assertThat(references).hasSizeGreaterThanOrEqualTo(least);
        return references.stream()
                .flatMap(reference -> reference.files().stream()
                        .map(file -> DynamicTest.dynamicTest(file, () -> compute(reference, file))));
    }

    private static void compute(Reference reference, String file) throws IOException {
        byte[] content = Files.readAllBytes(reference.input().resolveSibling(file));
        KerasModel model;
        try {
            model = KerasModelReader.read(content, file);
        } catch (KerasModelException e) {
            assertThat(reference.supported()).as(e.getMessage()).isFalse();
            return;
        }
        for (Acceleration acceleration : Acceleration.values()) {
            reference.assertComputedBy(KerasEngine.of(model, acceleration));
        }
    }

    private static Path unzipped(String name) throws IOException {
        Path folder = Files.createDirectories(temporary.resolve(name));
        try (var in = Objects.requireNonNull(MatrixTest.class.getResourceAsStream("/" + name + ".zip"))) {
            for (var entry : ModelFiles.unzip(in.readAllBytes()).entrySet()) {
                Files.write(folder.resolve(entry.getKey()), entry.getValue());
            }
        }
        return folder;
    }
}
