package io.github.klibras.examples;

import io.github.klibras.core.KlibrasException;
import io.github.klibras.keras.KerasInputException;
import io.github.klibras.keras.KerasModelException;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Describes problems in one line, for people who will not read a stack trace. */
final class Problems {

    private Problems() {}

    /** Describes a problem. Our own exceptions have readable messages; others need their class name, too. */
    static String describe(Throwable problem) {
        if (problem instanceof FileSystemException files && files.getFile() != null) {
            return files.getFile() + ": " + reason(files);
        }
        if (problem instanceof KlibrasException
                || problem instanceof KerasModelException
                || problem instanceof KerasInputException) {
            // The message of an Error, such as a class name, does not explain the problem by itself.
            String cause = problem.getCause() instanceof Error error ? " (" + root(error) + ")" : "";
            return problem.getMessage() + cause;
        }
        return problem.toString();
    }

    /** Describes a problem with a file, starting with the file's name, which file system exceptions already contain. */
    static String describe(Path file, Exception problem) {
        String text = describe(problem);
        boolean named = problem instanceof IOException && text.startsWith(file.toString());
        return named ? text : file + ": " + text;
    }

    /** Returns the text without line breaks and other control characters, which file names and messages may contain. */
    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ").replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(FileSystemException problem) {
        if (problem instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof FileAlreadyExistsException || problem instanceof NotDirectoryException) {
            return "this is a file, not a directory";
        }
        return problem.getReason() == null ? problem.getClass().getSimpleName() : problem.getReason();
    }
}
