package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;

import java.util.List;
import java.util.Optional;

/**
 * Port that recognizes the sign shown by a sequence of landmarks; inference engines implement it.
 *
 * <p>Implementations are thread-safe, and the result for one sequence does not depend on what else is being classified.
 */
public interface SignClassifier extends AutoCloseable {

    /**
     * Returns the model's id, so that a job can record which model judged it: its name, and something to distinguish it
     * from others of that name, such as a version or the beginning of the file's SHA-256. Empty if it has no name.
     */
    default Optional<String> modelId() {
        return Optional.empty();
    }

    /**
     * Returns the model's bundle: how pictures and landmarks are preprocessed for it, and when its output counts. Empty
     * if nothing is known beyond what the other methods return.
     */
    default Optional<ModelBundle> bundle() {
        return Optional.empty();
    }

    /**
     * Returns an extraction request for the model, without cancellation or progress reports: that of its {@link
     * #bundle()}, or else one with the defaults of the Python service.
     */
    default ExtractionRequest request() {
        return bundle().map(ModelBundle::request)
                .orElseGet(() -> ExtractionRequest.of(layout(), new FrameSampler(frames())));
    }

    /** Returns the labels in the order of the model's output; all different. */
    List<String> labels();

    /** Returns the layout that each frame must have. */
    LandmarkLayout layout();

    /** Returns the number of frames that a sequence must have. */
    int frames();

    /**
     * Classifies one sequence.
     *
     * @param sequence {@link #frames()} frames in {@link #layout()}
     * @return one probability for each label
     * @throws InvalidInputException if the sequence has another length or layout
     */
    Prediction classify(LandmarkSequence sequence);

    /**
     * Classifies several sequences, with the same results as one by one but possibly faster.
     *
     * @param sequences each as for {@link #classify}; may be empty
     * @return a prediction for each, in their order
     * @throws InvalidInputException if one of them has another length or layout; then none is classified
     */
    default List<Prediction> classifyAll(List<LandmarkSequence> sequences) {
        for (LandmarkSequence sequence : sequences) {
            if (sequence.layout() != layout() || sequence.frames() != frames()) {
                throw new InvalidInputException("The model takes " + frames() + " frames of " + layout() + ", but got "
                        + sequence.frames() + " of " + sequence.layout());
            }
        }
        return sequences.stream().map(this::classify).toList();
    }

    /** Frees the model's resources. Calling {@link #classify} afterwards is a programming error. */
    @Override
    void close();
}
