package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.internal.Text;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.landmark.Preprocessing;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The information needed to use a model as it was trained: its labels, the preprocessing of its input, when its output
 * counts, and how to verify that the file and the engine are the right ones. The model itself is not part of it.
 *
 * <p>The steps from a video to a recognition: {@link #request extract} landmarks, {@link #preprocess} them, classify,
 * judge by {@link #policy()}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name for messages; 1 to 100 characters
 * @param labels the label of each output of the model; at least one, all different, each 1 to 255 characters
 * @param nullLabel the label that means "no sign", or {@code null} if the model has none
 * @param layout the layout of each frame
 * @param sampler how many frames the model takes, and which ones of a recording
 * @param preprocessing what happens to pictures and landmarks; default {@link Preprocessing#DEFAULT}
 * @param threshold the least confidence that counts, 0 to 1; default {@link RecognitionPolicy#DEFAULT_THRESHOLD}
 * @param sha256 SHA-256 of the model file, 64 lower-case hexadecimal digits
 * @param goldenVectors inputs with known outputs, names all different; default none
 */
public record ModelBundle(
        String name,
        List<String> labels,
        @Nullable String nullLabel,
        LandmarkLayout layout,
        FrameSampler sampler,
        Preprocessing preprocessing,
        double threshold,
        String sha256,
        List<GoldenVector> goldenVectors) {

    /** How far an output may differ from a golden one; float engines that add in another order stay well below this. */
    public static final double GOLDEN_TOLERANCE = 1e-5;

    private static final int MAX_NAME = 100;

    /** The width of the column {@code expected_action}, which a label must fit in to be expected. */
    private static final int MAX_LABEL = 255;

    /** Checks the values; throws {@link InvalidInputException} if one is invalid or inconsistent with another. */
    public ModelBundle {
        Text.required("name of the model", name, MAX_NAME);
        labels = List.copyOf(labels);
        goldenVectors = List.copyOf(goldenVectors);
        checkLabels(labels, nullLabel);
        new RecognitionPolicy(threshold, nullLabel);
        Sha256.checkForm(sha256);
        Set<String> names = new HashSet<>();
        for (GoldenVector golden : goldenVectors) {
            checkGolden(golden, labels, layout, sampler);
            if (!names.add(golden.name())) {
                throw new InvalidInputException("There are two golden vectors named '" + golden.name() + "'");
            }
        }
    }

    private static void checkLabels(List<String> labels, @Nullable String nullLabel) {
        if (labels.isEmpty()) {
            throw new InvalidInputException("A model needs at least one label");
        }
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            Text.required("label", label, MAX_LABEL);
            if (!seen.add(label)) {
                throw new InvalidInputException("Label '" + label + "' stands for two outputs of the model");
            }
        }
        if (nullLabel != null && !seen.contains(nullLabel)) {
            throw new InvalidInputException("The label for \"no sign\", '" + nullLabel + "', is none of " + labels);
        }
    }

    private static void checkGolden(
            GoldenVector golden, List<String> labels, LandmarkLayout layout, FrameSampler sampler) {
        LandmarkSequence input = golden.input();
        if (input.layout() != layout || input.frames() != sampler.frames()) {
            throw new InvalidInputException("Golden vector '" + golden.name() + "' has " + input.frames()
                    + " frames of " + input.layout() + ", but the model takes " + sampler.frames() + " of " + layout);
        }
        int outputs = golden.output().length;
        if (outputs != labels.size()) {
            throw new InvalidInputException("Golden vector '" + golden.name() + "' has " + outputs
                    + " outputs, but there are " + labels.size() + " labels");
        }
    }

    /**
     * Returns a builder with the required values.
     *
     * @see ModelBundle
     */
    public static Builder builder(
            String name, List<String> labels, LandmarkLayout layout, FrameSampler sampler, String sha256) {
        return new Builder(name, labels, layout, sampler, sha256);
    }

    /**
     * Computes the SHA-256 of a model file, in the form of {@link #sha256()}.
     *
     * @param modelFile read to its end, not closed
     * @throws IOException if it cannot be read
     */
    public static String sha256Of(InputStream modelFile) throws IOException {
        return Sha256.of(modelFile);
    }

    /** Returns the number of frames that the model takes. */
    public int frames() {
        return sampler.frames();
    }

    /** Returns when a sign counts as shown. */
    public RecognitionPolicy policy() {
        return new RecognitionPolicy(threshold, nullLabel);
    }

    /** Returns an extraction request for the model, without cancellation or progress reports. */
    public ExtractionRequest request() {
        return ExtractionRequest.of(layout, sampler).with(preprocessing);
    }

    /**
     * Turns extracted landmarks into the input of the model, by {@link Preprocessing#finish}.
     *
     * @param extracted {@link #frames()} sampled frames in {@link #layout()}
     * @throws ModelMismatchException if they have another length or layout
     */
    public LandmarkSequence preprocess(LandmarkSequence extracted) {
        verifySequence(extracted);
        return preprocessing.finish(extracted);
    }

    /**
     * Checks that landmarks have the shape that the model expects.
     *
     * @throws ModelMismatchException if they have another length or layout
     */
    public void verifySequence(LandmarkSequence sequence) {
        if (sequence.layout() != layout || sequence.frames() != frames()) {
            throw mismatch("takes " + frames() + " frames of " + layout + ", but got " + sequence.frames() + " of "
                    + sequence.layout());
        }
    }

    /**
     * Checks that a file is the model described by the bundle.
     *
     * @param modelFile read to its end, not closed
     * @throws ModelMismatchException if its hash differs
     * @throws IOException if it cannot be read
     */
    public void verifyModelFile(InputStream modelFile) throws IOException {
        verifyHash(Sha256.of(modelFile));
    }

    /**
     * Checks that the bytes of a file are the model described by the bundle. A model then read from the same bytes is
     * certain to be that model.
     *
     * @throws ModelMismatchException if their hash differs
     */
    public void verifyModelFile(byte[] modelFile) {
        verifyHash(Sha256.of(modelFile));
    }

    private void verifyHash(String found) {
        if (!found.equals(sha256)) {
            throw mismatch("has SHA-256 " + sha256 + ", but that of the file is " + found);
        }
    }

    /**
     * Checks that a classifier matches this bundle: labels and their order, layout, frames, and then all golden
     * vectors, with a tolerance of {@value #GOLDEN_TOLERANCE} for each probability.
     *
     * @throws ModelMismatchException if something differs
     */
    public void verifyClassifier(SignClassifier classifier) {
        if (classifier.layout() != layout || classifier.frames() != frames()) {
            throw mismatch("takes " + frames() + " frames of " + layout + ", but the classifier " + classifier.frames()
                    + " of " + classifier.layout());
        }
        if (!classifier.labels().equals(labels)) {
            throw mismatch("has the labels " + labels + ", but the classifier " + classifier.labels());
        }
        for (GoldenVector golden : goldenVectors) {
            verifyGolden(golden, classifier.classify(golden.input()));
        }
    }

    private void verifyGolden(GoldenVector golden, Prediction prediction) {
        float[] expected = golden.output();
        for (int i = 0; i < expected.length; i++) {
            String label = labels.get(i);
            double found = prediction.probabilityOf(label).orElse(Double.NaN);
            if (!(Math.abs(found - expected[i]) <= GOLDEN_TOLERANCE)) {
                throw mismatch("gives label '" + label + "' probability " + expected[i] + " on golden vector '"
                        + golden.name() + "', but the classifier gives " + found);
            }
        }
    }

    private ModelMismatchException mismatch(String difference) {
        return new ModelMismatchException("Model '" + name + "' " + difference);
    }

    /** Builder of a {@link ModelBundle}. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final List<String> labels;
        private final LandmarkLayout layout;
        private final FrameSampler sampler;
        private final String sha256;
        private @Nullable String nullLabel;
        private Preprocessing preprocessing = Preprocessing.DEFAULT;
        private double threshold = RecognitionPolicy.DEFAULT_THRESHOLD;
        private List<GoldenVector> goldenVectors = List.of();

        private Builder(String name, List<String> labels, LandmarkLayout layout, FrameSampler sampler, String sha256) {
            this.name = name;
            this.labels = labels;
            this.layout = layout;
            this.sampler = sampler;
            this.sha256 = sha256;
        }

        public Builder nullLabel(@Nullable String nullLabel) {
            this.nullLabel = nullLabel;
            return this;
        }

        public Builder preprocessing(Preprocessing preprocessing) {
            this.preprocessing = preprocessing;
            return this;
        }

        public Builder threshold(double threshold) {
            this.threshold = threshold;
            return this;
        }

        public Builder goldenVectors(List<GoldenVector> goldenVectors) {
            this.goldenVectors = goldenVectors;
            return this;
        }

        /**
         * Creates the bundle.
         *
         * @throws InvalidInputException if a value is invalid or inconsistent with another
         */
        public ModelBundle build() {
            return new ModelBundle(
                    name, labels, nullLabel, layout, sampler, preprocessing, threshold, sha256, goldenVectors);
        }
    }
}
