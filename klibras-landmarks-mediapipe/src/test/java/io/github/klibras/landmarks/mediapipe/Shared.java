package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data that is not part of the project. */
final class Shared {

    private Shared() {}

    /** Returns a file or folder in it, or skips the test if it is absent. */
    static Path require(String name) {
        Path path =
                Path.of(System.getProperty("klibras.shared", "../../shared")).resolve(name);
        Assumptions.assumeTrue(Files.exists(path), () -> path + " is absent: nothing is compared with it");
        return path;
    }
}
