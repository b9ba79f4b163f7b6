package io.github.klibras.core.recognition;

import io.github.klibras.core.internal.Text;

/**
 * Verdict of a prediction on the sign that the learner was asked to show.
 *
 * @param expected the label of that sign
 * @param predicted the label that the model found most probable; truncated to {@value #MAX_PREDICTED} characters, with
 *     U+FFFD in place of NUL and lone surrogates
 * @param confidence the probability of {@code predicted}, 0 to 1
 * @param matches whether {@code predicted} equals {@code expected}, however sure the model was
 * @param found whether the sign counts as shown: it matches, is not the label for "no sign", and the confidence reaches
 *     the threshold
 */
public record Recognition(String expected, String predicted, double confidence, boolean matches, boolean found) {

    /** Greatest number of characters kept of a predicted label; the width of the column. */
    public static final int MAX_PREDICTED = 255;

    /** Puts the predicted label, which comes from the model, into a form that every store accepts. */
    public Recognition {
        predicted = Text.toStorable(predicted, MAX_PREDICTED);
    }
}
