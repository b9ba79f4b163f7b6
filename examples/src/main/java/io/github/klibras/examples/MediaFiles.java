package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Recordings, videos and pictures given by the user, as single files or folders. */
final class MediaFiles {

    /** The suffix of recordings. */
    static final String RECORDING = ".pose";

    /** Far larger than any recording of one sign. */
    static final int MAX_BYTES = 256 << 20;

    private static final List<String> VIDEOS =
            List.of(".mp4", ".m4v", ".mov", ".3gp", ".webm", ".mkv", ".jpg", ".jpeg", ".png");

    private MediaFiles() {}

    /** Returns whether a file has the name of a recording. */
    static boolean isRecording(Path file) {
        return lowerCaseName(file).endsWith(RECORDING);
    }

    /** Returns whether a file has the name of a video or picture. */
    static boolean isVideo(Path file) {
        return VIDEOS.stream().anyMatch(lowerCaseName(file)::endsWith);
    }

    private static String lowerCaseName(Path file) {
        return file.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the given files, with each folder replaced by the matching files directly in it, sorted by name.
     *
     * @param given folders, and files with any name
     * @param kind the kind of files, for messages
     * @param fits selects the files of a folder
     * @throws InvalidInputException if a file cannot be read, or no files are left
     */
    static List<Path> in(List<Path> given, String kind, Predicate<Path> fits) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> entries = Files.list(path)) {
                    entries.filter(entry -> fits.test(entry) && Files.isRegularFile(entry))
                            .sorted()
                            .forEach(files::add);
                }
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else {
                throw new InvalidInputException(path + ": there is no such file, or it cannot be read");
            }
        }
        if (files.isEmpty()) {
            throw new InvalidInputException("There are no " + kind + " in " + given);
        }
        return files;
    }
}
