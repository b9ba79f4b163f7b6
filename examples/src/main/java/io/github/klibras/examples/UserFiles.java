package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads files given on the command line, which may contain anything. */
final class UserFiles {

    private static final int MAX_LABELS_BYTES = 1 << 20;

    private UserFiles() {}

    /**
     * Reads a whole file.
     *
     * @throws InvalidInputException if it is not a regular file, or is larger than the limit and therefore not read
     */
    static byte[] read(Path file, int limit) throws IOException {
        if (!Files.exists(file)) {
            throw new InvalidInputException("there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException("this is not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            long size = Files.size(file);
            byte[] content = size > limit ? new byte[0] : in.readNBytes(limit);
            if (size > limit || in.read() >= 0) {
                throw new InvalidInputException("the file is larger than " + (limit >> 20) + " MiB");
            }
            return content;
        }
    }

    /** Returns labels given either as the name of a file with one label per line, or as a comma-separated list. */
    static List<String> labels(String given) throws IOException {
        File file = new File(given);
        if (file.exists()) {
            return labelsIn(file.toPath());
        }
        if (given.contains("/") || given.contains(File.separator) || given.endsWith(".txt")) {
            throw new InvalidInputException("--labels " + given + ": there is no such file");
        }
        return labels("--labels", "label", List.of(given.split(",", -1)));
    }

    /** Returns the labels of a file, one per line; empty lines at the end are ignored. */
    static List<String> labelsIn(Path file) throws IOException {
        String text;
        try {
            byte[] content = read(file, MAX_LABELS_BYTES);
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": the labels are not UTF-8 text", e);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + ": " + e.getMessage(), e);
        }
        String withoutMark = text.startsWith("\ufeff") ? text.substring(1) : text;
        List<String> lines = new ArrayList<>(withoutMark.lines().toList());
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        if (lines.isEmpty()) {
            throw new InvalidInputException(file + ": there are no labels in it");
        }
        return labels(file.toString(), "line", lines);
    }

    private static List<String> labels(String source, String place, List<String> given) {
        List<String> labels = given.stream().map(String::strip).toList();
        int blank = labels.indexOf("");
        if (blank >= 0) {
            throw new InvalidInputException(source + ": " + place + " " + (blank + 1) + " is blank");
        }
        return labels;
    }
}
