package io.github.klibras.jdbi.internal;

/**
 * Text from exceptions and models in a form that every database takes. A job that can not be stored could never end.
 */
public final class Storable {

    private static final int REPLACEMENT = 0xfffd;

    private Storable() {}

    /** Replaces NUL and halves of surrogate pairs, and cuts off what is longer than {@code max} code points. */
    public static String text(String text, int max) {
        return text.codePoints()
                .limit(max)
                .map(c -> isStorable(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isStorable(int codePoint) {
        return codePoint != 0 && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }
}
