package io.github.klibras.core.recognition;

/**
 * What a prediction means for the sign that the learner was asked to show.
 *
 * @param expected the label of the sign that was asked for
 * @param predicted the label that the model found most probable
 * @param confidence the probability of {@code predicted}, 0 to 1
 * @param matches whether {@code predicted} equals {@code expected}, however sure the model was
 * @param found whether the sign counts as shown: it matches, is not the label for "no sign", and the confidence reaches
 *     the threshold
 */
public record Recognition(String expected, String predicted, double confidence, boolean matches, boolean found) {}
