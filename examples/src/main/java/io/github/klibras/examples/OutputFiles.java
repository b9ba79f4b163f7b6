package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The places for the results of several input files: never over one of these, and never two in the same place. */
final class OutputFiles {

    private final boolean several;
    private final Set<Path> taken = new HashSet<>();

    /**
     * Starts a run.
     *
     * @param inputs the files that are read
     * @param several whether outputs given by the user are folders
     */
    OutputFiles(Collection<Path> inputs, boolean several) {
        this.several = several;
        inputs.forEach(input -> taken.add(normal(input)));
    }

    /**
     * Checks an output given by the user before any work is done, and creates a folder if needed.
     *
     * @param option for messages
     * @param given a file or a folder, or {@code null} if the option was not given
     */
    void prepare(String option, @Nullable Path given) throws IOException {
        if (given == null || Files.isDirectory(given)) {
            return;
        }
        if (!several) {
            Path folder = given.toAbsolutePath().getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                throw new InvalidInputException(option + " " + given + ": there is no such folder");
            }
            return;
        }
        if (Files.exists(given)) {
            throw new InvalidInputException(
                    option + " " + given + ": this is a file; the results of several files need a folder");
        }
        Files.createDirectories(given);
    }

    /**
     * Returns the place for the result of a file, and reserves it.
     *
     * @param given the output given by the user, or {@code null} for a place beside the file
     * @param suffix replaces the file's own suffix in a folder
     * @throws InvalidInputException if that would overwrite an input or output of this run
     */
    Path of(Path input, @Nullable Path given, String suffix) {
        Path output = place(input, given, suffix);
        if (!taken.add(normal(output))) {
            throw new InvalidInputException(
                    output + " is another file of this run; process this one separately, with an output of its own");
        }
        return output;
    }

    private Path place(Path input, @Nullable Path given, String suffix) {
        if (given == null) {
            return input.resolveSibling(stem(input) + suffix);
        }
        return several || Files.isDirectory(given) ? given.resolve(stem(input) + suffix) : given;
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Path normal(Path file) {
        return file.toAbsolutePath().normalize();
    }
}
