package io.github.klibras.core.recognition;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.ExtractionRequest;
import io.github.klibras.core.landmark.FrameSampler;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;

import java.util.List;
import java.util.Optional;

/**
 * Says which sign a sequence of landmarks shows. This is the port that inference engines implement.
 *
 * <p>Implementations are safe for use by several threads at once, and the result for one sequence does not depend on
 * what else is being classified.
 */
public interface SignClassifier extends AutoCloseable {

    /**
     * Names the model, so that a job can say which one judged it: its name, and what tells it from others of that name,
     * such as a version or the beginning of the file's SHA-256. Empty if the model has no name.
     */
    default Optional<String> modelId() {
        return Optional.empty();
    }

    /**
     * Returns how pictures and landmarks are to be treated for the model, and when its output counts. Empty if all
     * that is known of it is what the other methods say.
     */
    default Optional<ModelBundle> bundle() {
        return Optional.empty();
    }

    /**
     * Returns what an extractor is to do for the model: what its {@link #bundle()} says, or else as the Python
     * service does it. It is not cancelled, and reports no progress.
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
     * Classifies several sequences, which may be faster than one after the other. The results are the same.
     *
     * @param sequences each as {@link #classify} takes them; may be empty
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

    /** Frees what the model holds. Later calls of {@link #classify} are a programming error. */
    @Override
    void close();
}
