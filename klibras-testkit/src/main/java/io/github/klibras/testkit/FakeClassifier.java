package io.github.klibras.testkit;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A classifier whose answer is set by the test, whatever its input. Thread-safe. */
public final class FakeClassifier implements SignClassifier {

    private static final int FRAMES = 2;

    private final List<String> labels;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile float[] probabilities;
    private volatile @Nullable LandmarkSequence lastSequence;
    private volatile @Nullable String modelId;

    /**
     * Creates a classifier that is certain of its first label.
     *
     * @param labels at least one
     */
    public FakeClassifier(String... labels) {
        this.labels = List.of(labels);
        this.probabilities = new float[labels.length];
        this.probabilities[0] = 1;
    }

    /** Sets the label to answer and its confidence, 0 to 1; the other labels share the rest. */
    public void answer(String label, double confidence) {
        int position = labels.indexOf(label);
        if (position < 0) {
            throw new IllegalArgumentException("'" + label + "' is not one of the labels " + labels);
        }
        float[] next = new float[labels.size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = (float) (i == position ? confidence : (1 - confidence) / Math.max(1, next.length - 1));
        }
        probabilities = next;
    }

    /** Sets the id of the model; at first there is none. */
    public void modelId(String id) {
        modelId = id;
    }

    @Override
    public Optional<String> modelId() {
        return Optional.ofNullable(modelId);
    }

    /** Returns the sequence that was classified last, or empty if there was none. */
    public Optional<LandmarkSequence> lastSequence() {
        return Optional.ofNullable(lastSequence);
    }

    /** Returns whether the classifier was closed. */
    public boolean closed() {
        return closed.get();
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public LandmarkLayout layout() {
        return LandmarkLayout.POSE_HANDS;
    }

    @Override
    public int frames() {
        return FRAMES;
    }

    @Override
    public Prediction classify(LandmarkSequence sequence) {
        lastSequence = sequence;
        return Prediction.of(labels, probabilities);
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
