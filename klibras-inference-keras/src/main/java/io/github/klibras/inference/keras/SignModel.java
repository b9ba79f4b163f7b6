package io.github.klibras.inference.keras;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.layer.Shape;

import java.util.HashSet;
import java.util.List;

/**
 * A model that maps [frames, features] to one probability for each label, for engines to classify with. Immutable
 * and thread-safe.
 *
 * @param name the name of the bundle, or else the model's own name
 * @param labels the meaning of each of the model's outputs; all different
 * @param layout the layout of the landmarks that the model was trained on
 */
public record SignModel(String name, KerasModel model, List<String> labels, LandmarkLayout layout) {

    private static final int SHOWN_DIGITS = 12;

    /**
     * Uses the model's own name.
     *
     * @throws InvalidInputException if labels or layout do not fit the model
     * @throws SignModelException if the model is no such classifier
     */
    public SignModel(KerasModel model, List<String> labels, LandmarkLayout layout) {
        this(model.name(), model, labels, layout);
    }

    /**
     * Checks that model, labels and layout fit together.
     *
     * @throws InvalidInputException if labels or layout do not fit the model
     * @throws SignModelException if the model is no such classifier
     */
    public SignModel {
        labels = List.copyOf(labels);
        requireOne("input", model.inputs(), model);
        requireOne("output", model.outputs(), model);
        Shape input = model.inputShape();
        if (input.rank() != 2 || !input.isKnown()) {
            throw new SignModelException(
                    model.source() + ": the model takes " + input + ", but [frames, features] is required");
        }
        if (input.last() != layout.features()) {
            throw new InvalidInputException(model.source() + ": the model takes " + input.last()
                    + " features, but layout " + layout + " has " + layout.features());
        }
        Shape output = model.outputShape();
        if (output.rank() != 1) {
            throw new SignModelException(model.source() + ": the model gives " + output
                    + ", but one probability for each label is required");
        }
        if (output.last() != labels.size()) {
            throw new InvalidInputException(model.source() + ": the model has " + output.last()
                    + " outputs, but there are " + labels.size() + " labels " + labels);
        }
        if (new HashSet<>(labels).size() != labels.size()) {
            throw new InvalidInputException("Labels must be different, but they are " + labels);
        }
    }

    private static void requireOne(String what, List<String> names, KerasModel model) {
        if (names.size() != 1) {
            throw new SignModelException(model.source() + ": the model has " + names.size() + " " + what + "s " + names
                    + ", but one is required");
        }
    }

    /** Returns the name and the start of the file's SHA-256, which distinguishes files of the same name. */
    public String modelId() {
        String hash = model.sha256();
        return hash.isEmpty() ? name : name + " sha256:" + hash.substring(0, SHOWN_DIGITS);
    }

    /** Returns the number of frames that the model takes. */
    public int frames() {
        return model.inputShape().size(0);
    }

    /**
     * Checks that a sequence fits the model's input.
     *
     * @throws InvalidInputException if it has another length or layout
     */
    public void requireFits(LandmarkSequence sequence) {
        if (sequence.layout() != layout || sequence.frames() != frames()) {
            throw new InvalidInputException("The model takes " + frames() + " frames of " + layout + ", but got "
                    + sequence.frames() + " of " + sequence.layout());
        }
    }

    /**
     * Pairs an output of the model with the labels.
     *
     * @throws SignModelException if its numbers are not probabilities
     */
    public Prediction prediction(float[] output) {
        try {
            return Prediction.of(labels, output);
        } catch (InvalidInputException e) {
            throw new SignModelException(
                    model.source() + ": the model's outputs are no probabilities: " + e.getMessage(), e);
        }
    }
}
