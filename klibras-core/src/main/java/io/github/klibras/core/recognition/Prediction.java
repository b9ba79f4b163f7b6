package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The labels of a model with their probabilities, most probable first; equal ones in the order of the model's output.
 *
 * @param candidates at least one
 */
public record Prediction(List<Candidate> candidates) {

    /**
     * One label and how sure the model is of it.
     *
     * @param label the label, as the model names it
     * @param probability 0 to 1
     */
    public record Candidate(String label, double probability) {

        public Candidate {
            if (!(probability >= 0 && probability <= 1)) {
                throw new InvalidInputException(
                        "The probability of label '" + label + "' is " + probability + "; it must lie between 0 and 1");
            }
        }
    }

    public Prediction {
        if (candidates.isEmpty()) {
            throw new InvalidInputException("A prediction needs at least one candidate");
        }
        candidates = candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::probability).reversed())
                .toList();
    }

    /**
     * Pairs the output of a model with its labels.
     *
     * @param labels one for each probability
     * @param probabilities 0 to 1 each; a rounding error of 1e-6 beyond that is cut off
     * @throws InvalidInputException if the lengths differ or a probability is out of range or NaN
     */
    public static Prediction of(List<String> labels, float[] probabilities) {
        if (labels.size() != probabilities.length) {
            throw new InvalidInputException(
                    "The model has " + probabilities.length + " outputs, but there are " + labels.size() + " labels");
        }
        List<Candidate> candidates = new ArrayList<>(probabilities.length);
        for (int i = 0; i < probabilities.length; i++) {
            candidates.add(new Candidate(labels.get(i), withoutRoundingError(probabilities[i])));
        }
        return new Prediction(candidates);
    }

    private static double withoutRoundingError(double probability) {
        if (probability > 1 && probability <= 1 + 1e-6) {
            return 1;
        }
        return probability < 0 && probability >= -1e-6 ? 0 : probability;
    }

    /** Returns the most probable label. */
    public Candidate best() {
        return candidates.get(0);
    }

    /** Returns the {@code k} most probable labels, or all of them if there are fewer. */
    public List<Candidate> top(int k) {
        return candidates.subList(0, Math.min(k, candidates.size()));
    }

    /** Returns the probability of a label, or empty if the model does not know it. */
    public OptionalDouble probabilityOf(String label) {
        return candidates.stream()
                .filter(candidate -> candidate.label().equals(label))
                .mapToDouble(Candidate::probability)
                .findFirst();
    }
}
