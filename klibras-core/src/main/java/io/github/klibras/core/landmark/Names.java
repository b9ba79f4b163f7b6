package io.github.klibras.core.landmark;

import java.util.List;
import java.util.stream.Collectors;

/** Makes names from a file safe for messages, since they may be of any length and content. */
final class Names {

    private static final int MAX_LENGTH = 40;
    private static final int MAX_NAMES = 10;

    private Names() {}

    static String shown(String name) {
        String start = name.substring(0, Math.min(name.length(), MAX_LENGTH));
        String printable = start.codePoints()
                .map(c -> Character.isLetterOrDigit(c) || c == '_' || c == ' ' ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return name.length() > MAX_LENGTH ? printable + "…" : printable;
    }

    static String shown(List<String> names) {
        String more = names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "";
        return names.stream().limit(MAX_NAMES).map(Names::shown).collect(Collectors.joining(", ", "[", "]")) + more;
    }
}
