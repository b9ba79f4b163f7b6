package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data that is not part of the project. */
final class Shared {

    private Shared() {}

    /** Returns where a file or folder of it would be. */
    static Path folder(String name) {
        return Path.of(System.getProperty("klibras.shared", "../../shared")).resolve(name);
    }

    /** Returns a file or folder in it, or skips the test and says why if it is absent. */
    static Path require(String name) {
        Path path = folder(name);
        String reason = "Skipped: there is no " + path + "; set -Dklibras.shared=DIR";
        if (Files.notExists(path)) {
            System.out.println(reason);
        }
        Assumptions.assumeTrue(Files.exists(path), reason);
        return path;
    }
}
