package io.github.klibras.landmarks.mediapipe;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.model.ModelUnavailableException;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs in a separate JVM without the native libraries on its class path. */
class NativesTest {

    @Test
    void missingNativeLibrariesAreNamed() throws Exception {
        Path models = Shared.require("models/mediapipe");
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !(entry.contains("bytedeco") && entry.matches(".*-(linux|macosx|windows)-.*")))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Main.class.getName(),
                        models.toString())
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains("refused: ")
                .contains("org.bytedeco:tensorflow-lite and org.bytedeco:javacpp with the classifier")
                .contains("docs/landmarks.md");
    }

    static final class Main {

        private Main() {}

        public static void main(String[] arguments) {
            try (MediaPipeLandmarker landmarker = MediaPipeLandmarker.of(Path.of(arguments[0]))) {
                for (int i = 0; i < 2; i++) {
                    try {
                        landmarker.open(LandmarkLayout.POSE_HANDS).close();
                        System.out.println("opened");
                    } catch (ModelUnavailableException e) {
                        System.out.println("refused: " + e.getMessage());
                    }
                }
            }
        }
    }
}
