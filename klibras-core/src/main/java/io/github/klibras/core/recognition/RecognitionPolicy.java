package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * Rule for when a sign counts as shown.
 *
 * @param threshold the least confidence that counts, 0 to 1
 * @param nullLabel the label that means "no sign", or {@code null} if the model has none
 */
public record RecognitionPolicy(double threshold, @Nullable String nullLabel) {

    /** The threshold of the Python service. */
    public static final double DEFAULT_THRESHOLD = 0.5;

    public RecognitionPolicy {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new InvalidInputException("The threshold is " + threshold + "; it must lie between 0 and 1");
        }
    }

    /** Returns the policy with the default threshold, for a model without a label for "no sign". */
    public static RecognitionPolicy defaults() {
        return new RecognitionPolicy(DEFAULT_THRESHOLD, null);
    }

    /** Judges a prediction against the expected label. */
    public Recognition judge(String expected, Prediction prediction) {
        Prediction.Candidate best = prediction.best();
        boolean matches = best.label().equals(expected);
        boolean found = matches && best.probability() >= threshold && !Objects.equals(best.label(), nullLabel);
        return new Recognition(expected, best.label(), best.probability(), matches, found);
    }
}
