package io.github.klibras.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the demo as a separate process, and kills it. */
class DemoCrashTest {

    private static final String AWARD = "learned, +10 points";

    @TempDir
    private Path directory = Path.of("");

    @Test
    @Timeout(120)
    void announcedAwardsSurviveAKill() throws Exception {
        Process demo = start();
        int announced = 0;
        try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && announced < 5) {
                announced += line.endsWith(AWARD) ? 1 : 0;
                // Kill it at once: without WRITE_DELAY=0, H2 keeps commits in memory for up to half a second.
                line = announced < 5 ? out.readLine() : line;
            }
            demo.destroyForcibly().waitFor();
        } finally {
            demo.destroyForcibly();
        }
        assertThat(announced).isEqualTo(5);

        CommandRun again = CommandRun.of("demo", "--directory", directory.toString());

        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).doesNotContain(AWARD);
        assertThat(again.out().lines().filter(line -> line.endsWith("known already, no points")))
                .hasSize(6);
        assertThat(again.out()).containsPattern(" 1  ana +20 +2\\R");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KlibrasMain.class.getName(),
                        "demo",
                        "--directory",
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
