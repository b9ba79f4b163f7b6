package io.github.klibras.examples;

import io.github.klibras.core.model.ModelUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DemoCommandTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void secondRunOnTheSameDatabasePaysNothing() {
        CommandRun first = CommandRun.of("demo", "--directory", directory.toString());
        CommandRun second = CommandRun.of("demo", "--directory", directory.toString());

        assertThat(first.err()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(outcomes(first))
                .containsExactly(
                        "learned, +10 points",
                        "another sign, no points",
                        "known already, no points",
                        "learned, +10 points",
                        "FAILED",
                        "learned, +10 points",
                        "learned, +10 points",
                        "learned, +10 points");
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
    void sizesStatementsAndTimesAreReported() {
        String out = CommandRun.of("demo", "--directory", directory.toString()).out();

        assertThat(out)
                .contains("not loaded yet")
                .containsPattern("hex +573,\\d{3} bytes +200 %")
                .containsPattern("base64 +382,\\d{3} bytes +133 %")
                .containsPattern("raw +286,801 bytes +100 %")
                .containsPattern("sign learned, result and award +6\\R")
                .containsPattern("sign known already, result +4\\R")
                .containsPattern("leaderboard +1\\R")
                .containsPattern("first classification +\\d+\\.\\d ms")
                .containsPattern("later ones, median of 6 +\\d+\\.\\d ms");
    }

    @Test
    void statementsOfEarlierRunsAreNotCounted() {
        CommandRun.of("demo", "--directory", directory.toString());
        CommandRun second = CommandRun.of("demo", "--directory", directory.toString());

        assertThat(second.out()).doesNotContain("sign learned").containsPattern("sign known already, result +4\\R");
    }

    @Test
    void onlyTheDatabaseIsLeftInTheDirectory() throws IOException {
        Path own = Files.writeString(directory.resolve(Alphabet.MODEL), "the user's own");

        CommandRun.of("demo", "--directory", directory.toString());

        assertThat(own).hasContent("the user's own");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactlyInAnyOrder(own, directory.resolve("klibras.mv.db"));
        }
    }

    @Test
    void unloadableModelEndsTheDemoAtOnce() {
        DemoReport report = new DemoReport(new PrintWriter(new StringWriter()));
        try (Demo demo = Demo.open(directory, () -> {
            throw new UnsatisfiedLinkError("no jnind4jcpu");
        })) {
            assertThatExceptionOfType(ModelUnavailableException.class)
                    .isThrownBy(() -> demo.run(Demo.scenes(), report))
                    .satisfies(e -> assertThat(Problems.describe(e)).contains("UnsatisfiedLinkError: no jnind4jcpu"));
        }
    }

    @Test
    void dl4jYieldsTheSameOutcomes() {
        CommandRun fast =
                CommandRun.of("demo", "--directory", directory.resolve("fast").toString());
        CommandRun dl4j = CommandRun.of(
                "demo",
                "--engine",
                "dl4j",
                "--directory",
                directory.resolve("dl4j").toString());

        assertThat(dl4j.err()).isEmpty();
        assertThat(outcomes(dl4j)).isEqualTo(outcomes(fast)).contains("learned, +10 points");
    }

    @Test
    void userClipIsRecognizedLikeTheRecordings() {
        Path models = SharedData.file("models/mediapipe");
        Path clip = SharedData.file("videos/Libras.mp4");

        CommandRun run = CommandRun.of(
                "demo",
                "--video",
                clip.toString(),
                "--expect",
                "E",
                "--landmark-models",
                models.toString(),
                "--directory",
                directory.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .filteredOn(line -> line.matches("  9  you      E      Libras.mp4        [A-Z] +[0-9.]+ %  .*points"))
                .hasSize(1);
    }

    @Test
    void unusableClipIsReportedInOneLine() throws IOException {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "no video");
        String none = directory.resolve("none").toString();

        assertThat(withClip(clip.toString(), "1", none).err().lines())
                .singleElement()
                .asString()
                .contains("does not know this letter");
        assertThat(withClip(none, "A", none).err().lines())
                .singleElement()
                .asString()
                .contains("no such file");
        assertThat(withClip(clip.toString(), "A", none).err().lines())
                .singleElement()
                .asString()
                .contains(none);
        assertThat(CommandRun.of("demo", "--video", clip.toString()).err().lines())
                .singleElement()
                .asString()
                .contains("--expect", "--landmark-models");
    }

    private CommandRun withClip(String clip, String letter, String models) {
        CommandRun run = CommandRun.of(
                "demo",
                "--video",
                clip,
                "--expect",
                letter,
                "--landmark-models",
                models,
                "--directory",
                directory.toString());
        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        return run;
    }

    @Test
    void failedStartLeavesNothingOpen() throws IOException {
        Path file = Files.writeString(directory.resolve("klibras.mv.db"), "no database");

        assertThatException()
                .isThrownBy(() -> Demo.open(directory, () -> {
                    throw new IllegalStateException("is not asked for");
                }));

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread ->
                        thread.getName().startsWith("H2") || thread.getName().contains("Hikari"));
        assertThat(file).hasContent("no database");
    }

    @Test
    void unusableDirectoryIsReportedInOneLine() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertRefused(file.toString(), "this is a file");
        assertRefused(file.resolve("below").toString(), "cannot be made");
        assertRefused(directory.resolve("a;b").toString(), "';'");
    }

    private static void assertRefused(String directory, String words) {
        CommandRun run = CommandRun.of("demo", "--directory", directory);

        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains(words);
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
