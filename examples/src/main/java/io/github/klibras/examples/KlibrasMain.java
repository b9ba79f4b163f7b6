package io.github.klibras.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.logging.LogManager;

/** The program that {@code ./klibras} starts. */
@Command(
        name = "klibras",
        description = "Recognizes Brazilian Sign Language, awards each sign once, and ranks the learners.",
        subcommands = {
            DemoCommand.class,
            RecognizeCommand.class,
            LandmarksCommand.class,
            PredictCommand.class,
            InspectCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "KLibras for Java, development version")
public final class KlibrasMain implements Runnable {

    /** Exit code for invalid options and arguments. */
    static final int BAD_USAGE = 2;

    /** Exit code for all other failures. */
    static final int FAILED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            configureLogging();
            CommandLine command = commandLine();
            int exitCode = command.execute(args);
            return System.out.checkError() && exitCode == 0
                    ? complain(command, "the output could not be written", FAILED)
                    : exitCode;
        } catch (Throwable e) {
            // Even unexpected failures, such as lack of memory, are reported in one line.
            System.err.println("klibras: " + Problems.oneLine(Problems.describe(e)));
            return FAILED;
        }
    }

    /** Returns the command line, ready to execute. All problems are reported in one line on the error stream. */
    static CommandLine commandLine() {
        return new CommandLine(new KlibrasMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((problem, args) ->
                        complain(problem.getCommandLine(), String.valueOf(problem.getMessage()), BAD_USAGE))
                .setExecutionExceptionHandler(
                        (problem, command, parsed) -> complain(command, Problems.describe(problem), FAILED));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "No command given; try klibras demo, klibras recognize FILE, or klibras --help");
    }

    private static int complain(CommandLine command, String problem, int exitCode) {
        say(command, problem);
        return exitCode;
    }

    /** Reports a problem in one line on the error stream. */
    static void say(CommandLine command, String problem) {
        PrintWriter err = command.getErr();
        err.println("klibras: " + Problems.oneLine(problem));
        err.flush();
    }

    private static void configureLogging() {
        try (InputStream config = KlibrasMain.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(config);
        } catch (IOException e) {
            throw new IllegalStateException("The configuration of logging cannot be read", e);
        }
    }
}
