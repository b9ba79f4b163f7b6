package io.github.klibras.examples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void signsArePaidOnceAndASecondRunOnTheSameDatabasePaysNothing() {
        CommandRun first = CommandRun.of("demo", "--directory", directory.toString());
        CommandRun second = CommandRun.of("demo", "--directory", directory.toString());

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(outcomes(first))
                .containsExactly(
                        "learnt, +10 points",
                        "another sign, no points",
                        "known already, no points",
                        "learnt, +10 points",
                        "FAILED",
                        "learnt, +10 points",
                        "learnt, +10 points",
                        "learnt, +10 points");
        assertThat(outcomes(second))
                .containsExactly(
                        "known already, no points",
                        "another sign, no points",
                        "known already, no points",
                        "known already, no points",
                        "FAILED",
                        "known already, no points",
                        "known already, no points",
                        "known already, no points");
        List<String> ranks = List.of("   1  ana", "   1  bia", "   3  caio");
        assertThat(leaderboard(first)).hasSameSizeAs(ranks);
        for (int i = 0; i < ranks.size(); i++) {
            assertThat(leaderboard(first).get(i)).startsWith(ranks.get(i));
        }
        assertThat(leaderboard(second)).isEqualTo(leaderboard(first));
    }

    @Test
    void whatThePerformanceDocumentIsAboutIsMeasured() {
        String out = CommandRun.of("demo", "--directory", directory.toString()).out();

        assertThat(out)
                .contains("not loaded yet")
                .containsPattern("hex +573,\\d{3} bytes +200 %")
                .containsPattern("base64 +382,\\d{3} bytes +133 %")
                .containsPattern("raw +286,801 bytes +100 %")
                .containsPattern("result and award of a job +[4-9], in one transaction")
                .containsPattern("leaderboard +1\\R")
                .containsPattern("first classification +\\d+\\.\\d ms")
                .containsPattern("later ones, median of 6 +\\d+\\.\\d ms");
    }

    private static List<String> outcomes(CommandRun run) {
        return run.out()
                .lines()
                .filter(line -> line.matches("  \\d  (ana|bia|caio) .*"))
                .map(line -> line.substring(57))
                .map(outcome -> outcome.startsWith("FAILED: The .pose recording is cut off") ? "FAILED" : outcome)
                .toList();
    }

    private static List<String> leaderboard(CommandRun run) {
        return run.out()
                .lines()
                .dropWhile(line -> !line.equals("Leaderboard"))
                .skip(2)
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }
}
