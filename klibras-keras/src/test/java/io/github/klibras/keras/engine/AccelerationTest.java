package io.github.klibras.keras.engine;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class AccelerationTest {

    /** Prints the best acceleration of its JVM. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            System.out.print(Acceleration.best());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:-UseFMA, SCALAR",
        "-XX:TieredStopAtLevel=1, SCALAR",
        "-Xint, SCALAR",
        "-XX:MaxVectorSize=8, SCALAR",
        "-XX:MaxVectorSize=16, VECTOR",
    })
    void vectorsAreUsedOnlyWhereTheJvmCompilesThem(String option, Acceleration expected) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        option,
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo(expected.name());
    }
}
