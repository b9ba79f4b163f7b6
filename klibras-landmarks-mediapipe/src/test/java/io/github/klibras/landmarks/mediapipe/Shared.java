package io.github.klibras.landmarks.mediapipe;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data that is not part of the project. */
final class Shared {

    private Shared() {}

    /** Returns the path at which a file or folder is expected. */
    static Path folder(String name) {
        return Path.of(System.getProperty("klibras.shared", "../../shared")).resolve(name);
    }

    /** Returns the path of a file or folder, or skips the test with a reason if it is missing. */
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
