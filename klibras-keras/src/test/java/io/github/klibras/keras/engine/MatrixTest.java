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
 * Small models of each kind of layer with each of its options, made by {@code tools/keras_matrix.py}. Some of them are
 * a resource; all of them are read if {@code KLIBRAS_KERAS_MATRIX} names their folder.
 */
class MatrixTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    static Path temporary;

    @TestFactory
    Stream<DynamicTest> layersMatchKeras() throws IOException {
        List<Reference> references = Reference.ofMatrix(folder());
        assertThat(references).hasSizeGreaterThanOrEqualTo(60);
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

    private static Path folder() throws IOException {
        String given = System.getenv("KLIBRAS_KERAS_MATRIX");
        if (given != null) {
            return Path.of(given);
        }
        try (var in = Objects.requireNonNull(MatrixTest.class.getResourceAsStream("/matrix.zip"))) {
            for (var entry : ModelFiles.unzip(in.readAllBytes()).entrySet()) {
                Files.write(temporary.resolve(entry.getKey()), entry.getValue());
            }
        }
        return temporary;
    }
}
