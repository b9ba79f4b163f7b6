package io.github.klibras.inference.dl4j;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.ModelMismatchException;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.inference.keras.KerasModelBundle;
import io.github.klibras.inference.keras.SignModel;
import io.github.klibras.inference.keras.SignModelException;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * Classifies with a Deeplearning4j network, a {@code MultiLayerNetwork} if the model is a chain of layers and a
 * {@code ComputationGraph} otherwise. Thread-safe; classifications run one at a time, as in DL4J itself.
 */
public final class Dl4jSignClassifier implements SignClassifier {

    private final SignModel model;
    private final @Nullable ModelBundle bundle;
    private final Dl4jEngine engine;

    private Dl4jSignClassifier(SignModel model, @Nullable ModelBundle bundle) {
        this.model = model;
        this.bundle = bundle;
        this.engine = engine(model.model());
    }

    /**
     * Creates a classifier from a model that maps [frames, features] to one probability for each label.
     *
     * @param labels the meaning of each of the model's outputs; all different
     * @param layout the layout of the landmarks that the model was trained on
     * @return a classifier that the caller closes
     * @throws InvalidInputException if labels or layout do not fit the model
     * @throws SignModelException if the model is not such a classifier, or DL4J does not support one of its layers
     */
    public static Dl4jSignClassifier of(KerasModel model, List<String> labels, LandmarkLayout layout) {
        return new Dl4jSignClassifier(new SignModel(model, labels, layout), null);
    }

    /**
     * Creates a classifier from a bundle, and checks it against the bundle's golden vectors.
     *
     * @return a classifier that the caller closes
     * @throws SignModelException if DL4J does not support one of its layers
     * @throws ModelMismatchException if its output for a golden vector differs by more than
     *     {@link ModelBundle#GOLDEN_TOLERANCE}
     */
    public static Dl4jSignClassifier of(KerasModelBundle bundle) {
        Dl4jSignClassifier classifier = new Dl4jSignClassifier(bundle.signModel(), bundle.description());
        try {
            bundle.description().verifyClassifier(classifier);
            return classifier;
        } catch (RuntimeException | Error e) {
            classifier.close();
            throw e;
        }
    }

    private static Dl4jEngine engine(KerasModel model) {
        try {
            return Dl4jEngine.of(model);
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
     * @throws SignModelException if the model's outputs are not probabilities
     */
    @Override
    public Prediction classify(LandmarkSequence sequence) {
        model.requireFits(sequence);
        return model.prediction(
                engine.predict(sequence.toArray(), 1, model.model().inputShape()));
    }

    /** Frees the network's memory, waiting for a running classification; closing again does nothing. */
    @Override
    public void close() {
        engine.close();
    }
}
