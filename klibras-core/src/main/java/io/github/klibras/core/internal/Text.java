package io.github.klibras.core.internal;

import io.github.klibras.core.InvalidInputException;

/** Checks of text that ends up in a bounded column. Lengths count code points, as PostgreSQL and Python do. */
public final class Text {

    private static final int REPLACEMENT = 0xfffd;

    private Text() {}

    /**
     * Returns the text if it is acceptable.
     *
     * @param field what the text is, for the message
     * @param text the text
     * @param max the greatest length, in code points
     * @throws InvalidInputException if the text shows nothing, is too long, or contains control characters (including
     *     line breaks), direction controls, or lone surrogates
     */
    public static String required(String field, String text, int max) {
        if (text.codePoints().allMatch(Invisible::test)) {
            throw new InvalidInputException("The " + field + " is empty");
        }
        return bounded(field, text, max);
    }

    /** Like {@link #required}, but may be empty. */
    public static String bounded(String field, String text, int max) {
        int length = text.codePointCount(0, text.length());
        if (length > max) {
            throw new InvalidInputException(
                    "The " + field + " has " + length + " characters; at most " + max + " are allowed");
        }
        int position = firstForbidden(text);
        if (position >= 0) {
            throw forbidden(field, text.charAt(position), position);
        }
        return text;
    }

    /** Returns whether the text contains a character that shows nothing: white space, or anything else invisible. */
    public static boolean holdsInvisible(String text) {
        return text.codePoints().anyMatch(Invisible::test);
    }

    static InvalidInputException forbidden(String field, int codePoint, int position) {
        return new InvalidInputException("The " + field + " holds a character that is not allowed (U+"
                + String.format("%04X", codePoint) + ") at position " + position);
    }

    /**
     * Returns the text in a form that every database accepts: with U+FFFD in place of NUL and lone surrogates, and, if
     * it is too long, truncated with an ellipsis. A job whose result could not be stored could never end.
     *
     * @param text the text
     * @param max the greatest length, in code points
     */
    public static String toStorable(String text, int max) {
        int length = text.codePointCount(0, text.length());
        String cut = length <= max ? text : text.substring(0, text.offsetByCodePoints(0, max - 1)) + "…";
        return cut.codePoints()
                .map(c -> isStorable(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Returns whether every database accepts the text: it contains neither NUL nor lone surrogates. */
    public static boolean isStorable(String text) {
        return text.codePoints().allMatch(Text::isStorable);
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    /** Returns whether a character can make a name look like another one, or reverse the text that follows it. */
    private static boolean isDirectionControl(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    private static int firstForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isISOControl(c) || Character.isSurrogate(c) || isDirectionControl(c)) {
                return i;
            }
        }
        return -1;
    }
}
