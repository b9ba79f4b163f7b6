package io.github.klibras.examples;

import io.github.klibras.core.InvalidInputException;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The labels of a model as text: one a line, in the order of its output. */
final class LabelFile {

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private LabelFile() {}

    /**
     * Reads labels from a file in UTF-8.
     *
     * @throws InvalidInputException if there is no such file, or it does not hold labels
     */
    static List<String> read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file), "\\R");
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new InvalidInputException(file + ": can not be read: permission denied", e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": the labels are not in UTF-8", e);
        }
    }

    /**
     * Takes labels from a text.
     *
     * @param source where the text is from, for messages
     * @param separator a regular expression
     * @throws InvalidInputException if one of the labels is blank, other than at the end
     */
    static List<String> parse(String source, String text, String separator) {
        String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(BYTE_ORDER_MARK.length()) : text;
        List<String> labels = Arrays.stream(content.stripTrailing().split(separator, -1))
                .map(String::strip)
                .toList();
        int blank = labels.indexOf("");
        if (blank >= 0) {
            throw new InvalidInputException(source + ": label " + (blank + 1) + " is blank");
        }
        return labels;
    }
}
