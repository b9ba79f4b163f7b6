package io.github.klibras.core.recognition;

import io.github.klibras.core.internal.Text;

/**
 * What a prediction means for the sign that the learner was asked to show.
 *
 * @param expected the label of the sign that was asked for
 * @param predicted the label that the model found most probable; cut to {@value #MAX_PREDICTED} characters, with U+FFFD
 *     in place of NUL and halves of surrogate pairs
 * @param confidence the probability of {@code predicted}, 0 to 1
 * @param matches whether {@code predicted} equals {@code expected}, however sure the model was
 * @param found whether the sign counts as shown: it matches, is not the label for "no sign", and the confidence reaches
 *     the threshold
 */
public record Recognition(String expected, String predicted, double confidence, boolean matches, boolean found) {

    /** Greatest number of characters of a predicted label that is kept; the width of the column. */
    public static final int MAX_PREDICTED = 255;

    /** Puts the predicted label, whose words are the model's, into a form that every store takes. */
    public Recognition {
        predicted = Text.toStorable(predicted, MAX_PREDICTED);
    }
}
