package io.github.klibras.core.internal;

import io.github.klibras.core.InvalidInputException;

/**
 * The rule for names that people read, documented in {@link io.github.klibras.core.user.Username}: no two names differ
 * only in something invisible, and a name survives being copied, trimmed, or shown in HTML.
 *
 * <p>The rule is close to the Nickname profile of RFC 8266 over the FreeformClass of RFC 8264, but refuses names that
 * the profile would change. Joiners are refused, as UTS #39 does outside the scripts that need them. Characters unknown
 * to the JVM's version of Unicode are refused since a later version may normalize them differently.
 */
public final class Names {

    private static final int OBJECT_REPLACEMENT = 0xfffc;
    private static final int REPLACEMENT = 0xfffd;

    private Names() {}

    /**
     * Returns the name if it follows the rule.
     *
     * @param field what the name is, for the message
     * @param name the name
     * @param max the greatest length, in code points
     * @throws InvalidInputException if it does not; the message names the problem
     */
    public static String checked(String field, String name, int max) {
        Text.required(field, name, max);
        if (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))) {
            throw new InvalidInputException("The " + field + " begins or ends with a blank");
        }
        if (name.contains("  ")) {
            throw new InvalidInputException("The " + field + " holds two blanks in a row");
        }
        if (isMark(name.codePointAt(0))) {
            throw new InvalidInputException("The " + field + " begins with a combining mark");
        }
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            if (!shows(name.codePointAt(i))) {
                throw Text.forbidden(field, name.codePointAt(i), i);
            }
        }
        return name;
    }

    private static boolean shows(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default ->
                codePoint == ' '
                        || !(Invisible.test(codePoint) || codePoint == OBJECT_REPLACEMENT || codePoint == REPLACEMENT);
        };
    }

    private static boolean isSpace(int codePoint) {
        return Invisible.isWhiteSpace(codePoint);
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
