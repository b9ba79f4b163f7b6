package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.DepthUnit;
import io.github.klibras.core.landmark.Video;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code klibras demo}: the whole path with real recordings, all inside this process. */
@Command(
        name = "demo",
        description = "Takes real recordings of Libras letters through queue, worker, model and database to the"
                + " leaderboard. Run it again to see that nothing is paid twice.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    /** The learner who submits the user's clip. */
    private static final String OWNER = "you";

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the database is kept (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("klibras-demo");

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "The engine that computes the model: fast, in plain Java (default), or dl4j.")
    private DemoEngine engine = DemoEngine.FAST;

    @ArgGroup(exclusive = false)
    private @Nullable OwnClip own;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** The user's clip, which is submitted after the recordings. */
    static final class OwnClip {

        @Option(
                names = "--video",
                paramLabel = "FILE",
                required = true,
                description = "Your own clip of a letter, to be submitted too.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Path file;

        @Option(
                names = "--expect",
                paramLabel = "LETTER",
                required = true,
                description = "The letter that the clip should show.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private String letter;

        @Option(
                names = "--landmark-models",
                paramLabel = "FOLDER",
                required = true,
                description = "MediaPipe's models, which videos need; tools/fetch_models brings them.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Path landmarkModels;

        private Demo.Scene scene() throws IOException {
            if (!Alphabet.labels().contains(letter)) {
                throw new InvalidInputException("--expect " + letter
                        + ": the demo's model does not know this letter; it knows " + Alphabet.labels());
            }
            Video video = Video.of(UserFiles.read(file, MediaFiles.MAX_BYTES));
            return new Demo.Scene(OWNER, letter, String.valueOf(file.getFileName()), video);
        }
    }

    @Override
    public Integer call() throws IOException {
        List<Demo.Scene> scenes = new ArrayList<>(Demo.scenes());
        if (own != null) {
            scenes.add(own.scene());
        }
        Path usable = usable(directory.toAbsolutePath());
        DemoReport report = new DemoReport(spec.commandLine().getOut());
        try (FileExtractor extractor =
                        FileExtractor.of(DepthUnit.DETECT, own == null ? null : own.landmarkModels, false);
                Demo demo = Demo.open(usable, engine, extractor)) {
            report.started(demo);
            demo.run(scenes, report);
            report.leaderboard(demo.leaderboard());
            report.measurements(demo);
        }
        return 0;
    }

    private static Path usable(Path directory) throws IOException {
        if (directory.toString().contains(";")) {
            throw new InvalidInputException("--directory " + directory + ": H2 cannot open a path with a ';' in it");
        }
        if (!Files.isDirectory(directory)) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new InvalidInputException(
                        "--directory " + directory + " cannot be made: " + Problems.describe(e), e);
            }
        }
        if (!Files.isWritable(directory)) {
            throw new InvalidInputException("--directory " + directory + " is not writable");
        }
        return directory;
    }
}
