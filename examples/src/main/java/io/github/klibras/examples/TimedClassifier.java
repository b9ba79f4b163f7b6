package io.github.klibras.examples;

import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.ModelBundle;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Measures how long each classification takes. Thread-safe. */
final class TimedClassifier implements SignClassifier {

    private final SignClassifier classifier;
    private final List<Duration> times = new CopyOnWriteArrayList<>();

    TimedClassifier(SignClassifier classifier) {
        this.classifier = classifier;
    }

    /** Returns the times so far, in order. */
    List<Duration> times() {
        return List.copyOf(times);
    }

    @Override
    public Optional<String> modelId() {
        return classifier.modelId();
    }

    @Override
    public Optional<ModelBundle> bundle() {
        return classifier.bundle();
    }

    @Override
    public List<String> labels() {
        return classifier.labels();
    }

    @Override
    public LandmarkLayout layout() {
        return classifier.layout();
    }

    @Override
    public int frames() {
        return classifier.frames();
    }

    @Override
    public Prediction classify(LandmarkSequence sequence) {
        long started = System.nanoTime();
        Prediction prediction = classifier.classify(sequence);
        times.add(Duration.ofNanos(System.nanoTime() - started));
        return prediction;
    }

    @Override
    public void close() {
        classifier.close();
    }
}
