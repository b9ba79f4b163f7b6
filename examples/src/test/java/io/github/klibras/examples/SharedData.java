package io.github.klibras.examples;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data that is not part of the project. */
final class SharedData {

    private SharedData() {}

    /** Returns the file, or skips the calling test and says why. */
    static Path require(Path file) {
        if (!Files.isReadable(file)) {
            String reason = "Skipped: there is no " + file + "; give its folder by -Dklibras.shared=DIR";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return file;
    }
}
