package io.github.klibras.jdbi.internal;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** A confidence in the form of the Python service, such as {@code 99.10%}. */
final class Percentage {

    private Percentage() {}

    /** Formats a confidence of 0 to 1. */
    static String format(double confidence) {
        return String.format(Locale.ROOT, "%.2f%%", confidence * 100);
    }

    /** Parses a confidence of 0 to 1; 0 if there is none or it makes no sense. */
    static double parse(@Nullable String text) {
        if (text == null || !text.endsWith("%")) {
            return 0;
        }
        try {
            double confidence = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
            return confidence >= 0 && confidence <= 1 ? confidence : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
