package io.github.klibras.examples;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class RecognizeCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private String model = "";
    private String modelFile = "";

    @BeforeEach
    void unpack() throws IOException {
        model = Alphabet.bundle(Files.createDirectory(folder.resolve("bundle"))).toString();
        modelFile = Alphabet.modelFile(folder).toString();
        Files.write(folder.resolve("labels.txt"), Alphabet.labels());
        for (String letter : new String[] {"A", "S"}) {
            Files.write(
                    folder.resolve(letter + ".pose"), Alphabet.recording(letter).toByteArray());
        }
    }

    @Test
    void recordingsOfAFolderAreRecognized() {
        CommandRun run = CommandRun.of("recognize", folder.toString(), "--model", model, "--expect", "A");

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("A.pose: A 99.99 %").endsWith("- A shown"),
                        line -> assertThat(line).contains("S.pose: S 99.99 %").endsWith("- A not shown"));
    }

    @Test
    void candidatesAreListedWithoutAnExpectation() {
        CommandRun run = CommandRun.of("recognize", file("A.pose"), "--model", model);

        assertThat(run.out()).containsPattern("A\\.pose: A 99\\.99 %, \\S+ 0\\.\\d\\d %, \\S+ 0\\.\\d\\d %\\R");
    }

    /** The demo's model ignores z. */
    @Test
    void depthUnitCanBeSet() {
        for (String unit : new String[] {"detect", "PIXELS", "widths"}) {
            assertThat(CommandRun.of("recognize", file("A.pose"), "--model", model, "--depth-unit", unit)
                            .out())
                    .contains("A.pose: A 99.99 %");
        }
        assertRefused(
                KlibrasMain.BAD_USAGE,
                "--depth-unit",
                "recognize",
                file("A.pose"),
                "--model",
                model,
                "--depth-unit",
                "meters");
    }

    @Test
    void signBelowTheThresholdIsNotShown() {
        assertThat(CommandRun.of("recognize", file("A.pose"), "--model", model, "--expect", "A", "--threshold", "1")
                        .out())
                .contains("A not sure enough");
    }

    @Test
    void thresholdIsTakenFromTheBundleUnlessGiven() throws IOException {
        Path bundle = Alphabet.bundle(Files.createDirectory(folder.resolve("strict")));
        Path manifest = bundle.resolve("bundle.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"frames\"", "\"threshold\": 1, \"frames\""));
        String[] arguments = {"recognize", file("A.pose"), "--model", bundle.toString(), "--expect", "A"};

        assertThat(CommandRun.of(arguments).out()).contains("A not sure enough");
        assertThat(CommandRun.of(Stream.concat(Stream.of(arguments), Stream.of("--threshold", "0.9"))
                                .toArray(String[]::new))
                        .out())
                .contains("A shown");
    }

    @Test
    void badUsageIsReportedInOneLine() throws IOException {
        Files.writeString(folder.resolve("text.keras"), "nothing", StandardCharsets.UTF_8);

        assertRefused(KlibrasMain.BAD_USAGE, "--model", "recognize", file("A.pose"));
        assertRefused(KlibrasMain.BAD_USAGE, "--nonsense", "demo", "--nonsense");
        assertRefused(KlibrasMain.BAD_USAGE, "klibras demo");
        assertRefused(KlibrasMain.BAD_USAGE, "FILE", "recognize", "--model", model);
        assertRefused(KlibrasMain.FAILED, "none.keras", "recognize", file("A.pose"), "--model", file("none.keras"));
        assertRefused(
                KlibrasMain.FAILED, "not a Keras model", "recognize", file("A.pose"), "--model", file("text.keras"));
        assertRefused(
                KlibrasMain.FAILED, "27 outputs", "recognize", file("A.pose"), "--model", modelFile, "--labels", "A");
        assertRefused(
                KlibrasMain.FAILED,
                "does not know 'x'",
                "recognize",
                file("A.pose"),
                "--model",
                model,
                "--expect",
                "x");
        assertRefused(KlibrasMain.FAILED, "none.pose", "recognize", file("none.pose"), "--model", model);
        assertRefused(
                KlibrasMain.BAD_USAGE,
                "need --landmark-models",
                "recognize",
                file("A.pose"),
                "--track",
                "--model",
                model);
        assertRefused(
                KlibrasMain.BAD_USAGE,
                "only .pose recordings",
                "recognize",
                file("A.pose"),
                "--track",
                "--model",
                model,
                "--landmark-models",
                file("none"));
        assertRefused(KlibrasMain.FAILED, "not a .pose", "recognize", file("labels.txt"), "--model", model);
        assertRefused(
                KlibrasMain.FAILED, "threshold", "recognize", file("A.pose"), "--model", model, "--threshold", "2");
    }

    @Test
    void modelWithAnotherInputShapeIsRefused() {
        Path shared = Path.of(System.getProperty("klibras.shared", "../../shared"), "golden", "s_dense.keras");

        assertRefused(
                KlibrasMain.FAILED,
                "258",
                "recognize",
                file("A.pose"),
                "--model",
                SharedData.require(shared).toString(),
                "--labels",
                "A,B,C");
    }

    @Test
    void unreadableRecordingDoesNotStopTheOthers() throws IOException {
        Files.write(folder.resolve("B.pose"), Alphabet.damagedRecording("B").toByteArray());

        CommandRun run = CommandRun.of("recognize", folder.toString(), "--model", model);

        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        assertThat(run.out().lines()).hasSize(2);
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .contains("B.pose")
                .contains("cut off");
    }

    @Test
    void unusableFilesInAFolderDoNotStopTheOthers() throws IOException {
        Files.createFile(folder.resolve("0.pose"));
        Files.createDirectory(folder.resolve("1.pose"));
        try (RandomAccessFile huge = new RandomAccessFile(file("2.pose"), "rw")) {
            huge.setLength(3L << 30);
        }
        Files.copy(folder.resolve("S.pose"), folder.resolve("two\nlines.pose"));

        CommandRun run = CommandRun.of("recognize", folder.toString(), "--model", model);

        assertThat(run.exitCode()).isEqualTo(KlibrasMain.FAILED);
        assertThat(run.out().lines()).hasSize(3).anyMatch(line -> line.contains("lines.pose: S "));
        assertThat(run.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("0.pose: ").contains("empty"),
                        line -> assertThat(line).contains("2.pose: ").contains("larger than 256 MiB"));
    }

    @Test
    void byteOrderMarkBlanksAndTrailingEmptyLinesOfLabelsAreIgnored() throws IOException {
        String lines = "\ufeff" + String.join(" \r\n ", Alphabet.labels()) + "\n\n \n";
        Files.writeString(folder.resolve("labels.txt"), lines);

        CommandRun run =
                CommandRun.of("recognize", file("A.pose"), "--model", modelFile, "--mirror", "no", "--expect", "A");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("- A shown");
    }

    @Test
    void modelWithoutABundleGetsMirroredLandmarksByDefault() {
        assertThat(CommandRun.of("recognize", file("A.pose"), "--model", modelFile, "--expect", "A")
                        .out())
                .contains("- A not shown");
        assertThat(CommandRun.of("recognize", file("A.pose"), "--model", model, "--mirror", "yes", "--expect", "A")
                        .out())
                .contains("- A not shown");
        assertThat(CommandRun.of("recognize", file("A.pose"), "--model", modelFile, "--mirror", "no", "--expect", "A")
                        .out())
                .contains("- A shown");
    }

    @Test
    void invalidLabelsAreRefused() throws IOException {
        String[] withLabels = {"recognize", file("A.pose"), "--model", modelFile, "--labels", ""};
        Files.writeString(folder.resolve("gap.txt"), "A\n\nB\n");
        Files.write(folder.resolve("latin.txt"), "A\n\u00c7\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.createFile(folder.resolve("empty.txt"));

        for (String[] refused : new String[][] {
            {file("gap.txt"), "gap.txt: line 2 is blank"},
            {file("latin.txt"), "latin.txt: the labels are not UTF-8"},
            {file("empty.txt"), "empty.txt: there are no labels"},
            {folder.toString(), "this is not a file"},
            {file("none"), "no such file"},
            {"none.txt", "no such file"},
            {"A,,B", "label 2 is blank"}
        }) {
            withLabels[5] = refused[0];
            assertRefused(KlibrasMain.FAILED, refused[1], withLabels);
        }
    }

    @Test
    void invalidModelsAreRefused() throws IOException {
        Files.createFile(folder.resolve("empty.keras"));

        assertRefused(KlibrasMain.FAILED, "is empty", "recognize", file("A.pose"), "--model", "");
        assertRefused(
                KlibrasMain.FAILED,
                "empty.keras: the file is empty",
                "recognize",
                file("A.pose"),
                "--model",
                file("empty.keras"));
        assertRefused(
                KlibrasMain.FAILED,
                "there is no file 'bundle.json' in the bundle",
                "recognize",
                file("A.pose"),
                "--model",
                folder.toString());
        assertRefused(
                KlibrasMain.FAILED, "has its own", "recognize", file("A.pose"), "--model", model, "--labels", "A,B");
    }

    private static void assertRefused(int exitCode, String words, String... args) {
        CommandRun run = CommandRun.of(args);

        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("klibras: ")
                .contains(words);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
