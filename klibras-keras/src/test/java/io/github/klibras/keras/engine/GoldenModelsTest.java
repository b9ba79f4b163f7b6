package io.github.klibras.keras.engine;

import io.github.klibras.keras.KerasModelReader;
import io.github.klibras.keras.ModelFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.nio.file.Path;
import java.util.stream.Stream;

/** Every model of the reference data, in every format. */
class GoldenModelsTest {

    @TestFactory
    Stream<DynamicTest> goldenModelsMatchKeras() {
        Path folder = ModelFiles.shared("golden");
        return Reference.ofGolden(folder).stream()
                .flatMap(reference -> reference.files().stream()
                        .flatMap(file -> Stream.of(Acceleration.values())
                                .map(acceleration -> DynamicTest.dynamicTest(file + " " + acceleration, () -> {
                                    Path model = folder.resolve(file);
                                    if (file.equals("asl_action_recognizer.h5")) {
                                        model = ModelFiles.shared("models/" + file);
                                    }
                                    reference.assertComputedBy(
                                            KerasEngine.of(KerasModelReader.read(model), acceleration));
                                }))));
    }
}
