package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Numbers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The labels of a model with their probabilities, the most probable first; ties are in the order of the model's output.
 *
 * @param candidates at least one
 */
public record Prediction(List<Candidate> candidates) {

    /**
     * A label and its probability.
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
     * @param probabilities each 0 to 1; values outside by a rounding error of up to 1e-6 are clamped
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

    /**
     * Returns the {@code k} most probable labels, or all of them if there are fewer.
     *
     * @param k not negative
     * @throws InvalidInputException if {@code k} is negative
     */
    public List<Candidate> top(int k) {
        Numbers.inRange("number of candidates", k, 0, Integer.MAX_VALUE);
        return candidates.subList(0, Math.min(k, candidates.size()));
    }

    /**
     * Restricts the prediction to some labels and scales their probabilities to add up to 1, for a learner who can only
     * have meant one of them. A model's label for "no sign" competes only if it is among them.
     *
     * <p>If the model gives each of them a probability of exactly 0, they all stay at 0: there is nothing to scale, and
     * no evidence does not mean an even chance.
     *
     * @param labels the labels; those that the model does not know are ignored
     * @return the labels that the model knows, in the same order as in this prediction
     * @throws NoCandidateException if the model knows none of them
     */
    public Prediction restrictedTo(Set<String> labels) {
        List<Candidate> kept =
                candidates.stream().filter(c -> labels.contains(c.label())).toList();
        if (kept.isEmpty()) {
            throw new NoCandidateException("None of the " + labels.size() + " labels to choose from is one of the "
                    + candidates.size() + " that the model knows");
        }
        double sum = kept.stream().mapToDouble(Candidate::probability).sum();
        if (sum == 0) {
            return new Prediction(kept);
        }
        // The sum is rounded, so a quotient might exceed 1 by the last bit.
        return new Prediction(kept.stream()
                .map(c -> new Candidate(c.label(), Math.min(1, c.probability() / sum)))
                .toList());
    }

    /** Returns the probability of a label, or empty if the model does not know it. */
    public OptionalDouble probabilityOf(String label) {
        return candidates.stream()
                .filter(candidate -> candidate.label().equals(label))
                .mapToDouble(Candidate::probability)
                .findFirst();
    }
}
