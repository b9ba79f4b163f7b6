package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code klibras demo}: the main job on real recordings, with everything inside this process. */
@Command(
        name = "demo",
        description = "Takes real recordings of Libras letters through queue, worker, model and database to the"
                + " leaderboard. Run it again to see that nothing is paid twice.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the database is kept (default: ${DEFAULT-VALUE}).")
    private Path directory = Path.of("klibras-demo");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Path usable = usable(directory.toAbsolutePath());
        DemoReport report = new DemoReport(spec.commandLine().getOut());
        try (Demo demo = Demo.open(usable)) {
            report.started(demo);
            demo.run(report);
            report.leaderboard(demo.leaderboard());
            report.measurements(demo);
        }
        return 0;
    }

    private static Path usable(Path directory) throws IOException {
        if (directory.toString().contains(";")) {
            throw new InvalidInputException("--directory " + directory + ": H2 can not open a path with a ';' in it");
        }
        if (!Files.isDirectory(directory)) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw new InvalidInputException(
                        "--directory " + directory + " can not be made: " + Problems.describe(e), e);
            }
        }
        if (!Files.isWritable(directory)) {
            throw new InvalidInputException("--directory " + directory + " is not writable");
        }
        return directory;
    }
}
