package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;
import io.github.klibras.core.landmark.LandmarkSequence;

import java.util.Arrays;

/**
 * An input of a model with the output that it gave where it was trained, for checking an inference engine. Immutable
 * and thread-safe.
 */
public final class GoldenVector {

    private final String name;
    private final LandmarkSequence input;
    private final float[] output;

    private GoldenVector(String name, LandmarkSequence input, float[] output) {
        this.name = name;
        this.input = input;
        this.output = output;
    }

    /**
     * Creates a golden vector.
     *
     * @param name for messages; 1 to 100 characters
     * @param input the classifier's input, after all preprocessing
     * @param output one probability for each label, in the model's order; copied
     * @throws InvalidInputException if the name is invalid or the outputs are not probabilities
     */
    public static GoldenVector of(String name, LandmarkSequence input, float[] output) {
        Text.required("name of the golden vector", name, 100);
        for (int i = 0; i < output.length; i++) {
            // Prediction allows the same rounding error.
            if (!(output[i] >= -1e-6f && output[i] <= 1 + 1e-6f)) {
                throw new InvalidInputException("Output " + i + " of golden vector '" + name + "' is " + output[i]
                        + "; it must lie between 0 and 1");
            }
        }
        return new GoldenVector(name, input, output.clone());
    }

    public String name() {
        return name;
    }

    /** Returns the classifier's input, after all preprocessing. */
    public LandmarkSequence input() {
        return input;
    }

    /** Returns a copy of the expected probabilities, one for each label, in the model's order. */
    public float[] output() {
        return output.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GoldenVector that
                && name.equals(that.name)
                && input.equals(that.input)
                && Arrays.equals(output, that.output);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(output);
    }

    @Override
    public String toString() {
        return "GoldenVector[" + name + ", " + input + " -> " + output.length + " outputs]";
    }
}
