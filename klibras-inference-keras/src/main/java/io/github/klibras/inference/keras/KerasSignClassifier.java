package io.github.klibras.inference.keras;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.ModelMismatchException;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.engine.Acceleration;
import io.github.klibras.keras.engine.KerasEngine;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Classifies with a {@link KerasEngine}. Thread-safe and without locks: classifications run in parallel. */
public final class KerasSignClassifier implements SignClassifier {

    /** Larger batches are not faster. */
    private static final int MAX_BATCH = 32;

    private final SignModel model;
    private final @Nullable ModelBundle bundle;
    private final KerasEngine engine;
    private volatile boolean closed;

    private KerasSignClassifier(SignModel model, @Nullable ModelBundle bundle, Acceleration acceleration) {
        this.model = model;
        this.bundle = bundle;
        this.engine = engine(model.model(), acceleration);
    }

    /**
     * Creates a classifier with the {@link Acceleration#best() best} available acceleration.
     *
     * @param labels the meaning of each of the model's outputs; all different
     * @param layout the layout of the landmarks that the model was trained on
     * @throws InvalidInputException if labels or layout do not fit the model
     * @throws SignModelException if the model is not such a classifier
     */
    public static KerasSignClassifier of(KerasModel model, List<String> labels, LandmarkLayout layout) {
        return of(model, labels, layout, Acceleration.best());
    }

    /**
     * Creates a classifier with a certain acceleration.
     *
     * @throws IllegalStateException if this JVM does not support it
     * @see #of(KerasModel, List, LandmarkLayout)
     */
    public static KerasSignClassifier of(
            KerasModel model, List<String> labels, LandmarkLayout layout, Acceleration acceleration) {
        return new KerasSignClassifier(new SignModel(model, labels, layout), null, acceleration);
    }

    /**
     * Creates a classifier from a bundle, and checks it against the bundle's golden vectors.
     *
     * @throws ModelMismatchException if its output for a golden vector differs by more than
     *     {@link ModelBundle#GOLDEN_TOLERANCE}
     */
    public static KerasSignClassifier of(KerasModelBundle bundle, Acceleration acceleration) {
        KerasSignClassifier classifier =
                new KerasSignClassifier(bundle.signModel(), bundle.description(), acceleration);
        bundle.description().verifyClassifier(classifier);
        return classifier;
    }

    private static KerasEngine engine(KerasModel model, Acceleration acceleration) {
        try {
            return KerasEngine.of(model, acceleration);
        } catch (KerasModelException e) {
            throw new SignModelException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<String> modelId() {
        return Optional.of(model.modelId());
    }

    @Override
    public Optional<ModelBundle> bundle() {
        return Optional.ofNullable(bundle);
    }

    @Override
    public List<String> labels() {
        return model.labels();
    }

    @Override
    public LandmarkLayout layout() {
        return model.layout();
    }

    @Override
    public int frames() {
        return model.frames();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the classifier is closed
     * @throws SignModelException if the model's outputs are no probabilities
     */
    @Override
    public Prediction classify(LandmarkSequence sequence) {
        return classifyAll(List.of(sequence)).get(0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the classifier is closed
     * @throws SignModelException if the model's outputs are no probabilities
     */
    @Override
    public List<Prediction> classifyAll(List<LandmarkSequence> sequences) {
        if (closed) {
            throw new IllegalStateException("The classifier of " + model.model().source() + " is closed");
        }
        sequences.forEach(model::requireFits);
        List<Prediction> predictions = new ArrayList<>(sequences.size());
        for (int done = 0; done < sequences.size(); done += MAX_BATCH) {
            classify(sequences.subList(done, Math.min(done + MAX_BATCH, sequences.size())), predictions);
        }
        return predictions;
    }

    private void classify(List<LandmarkSequence> batch, List<Prediction> predictions) {
        int size = frames() * layout().features();
        float[] input = new float[batch.size() * size];
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).copyTo(input, i * size);
        }
        float[] output = engine.predict(input, batch.size());
        int labels = labels().size();
        for (int i = 0; i < batch.size(); i++) {
            predictions.add(model.prediction(Arrays.copyOfRange(output, i * labels, (i + 1) * labels)));
        }
    }

    /** Makes later classifications fail; there is nothing to free. */
    @Override
    public void close() {
        closed = true;
    }
}
