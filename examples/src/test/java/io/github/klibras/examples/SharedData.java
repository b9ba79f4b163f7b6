package io.github.klibras.examples;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/** Reference data that is not part of the project. */
final class SharedData {

    private SharedData() {}

    /** Returns a file or folder of the reference data, or skips the calling test with a reason. */
    static Path file(String name) {
        return require(
                Path.of(System.getProperty("klibras.shared", "../../shared")).resolve(name));
    }

    /** Returns the file, or skips the calling test with a reason. */
    static Path require(Path file) {
        return require(file, "give its folder by -Dklibras.shared=DIR");
    }

    /** Returns a file in a folder named by an environment variable, or skips the calling test with a reason. */
    static Path fileOf(String variable, String name) {
        return require(
                Path.of(System.getenv().getOrDefault(variable, "")).resolve(name), "give its folder by " + variable);
    }

    private static Path require(Path file, String remedy) {
        if (!Files.isReadable(file)) {
            String reason = "Skipped: there is no " + file + "; " + remedy;
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return file;
    }
}
