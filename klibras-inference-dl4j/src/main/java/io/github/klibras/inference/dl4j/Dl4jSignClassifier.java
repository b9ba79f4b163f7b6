package io.github.klibras.inference.dl4j;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.core.landmark.LandmarkLayout;
import io.github.klibras.core.landmark.LandmarkSequence;
import io.github.klibras.core.recognition.Prediction;
import io.github.klibras.core.recognition.SignClassifier;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.Shape;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.HashSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Classifies with a Deeplearning4j network, a {@code MultiLayerNetwork} if the model is a chain of layers and a {@code
 * ComputationGraph} else. Thread-safe; classifications run one after the other, as DL4J's own do.
 */
public final class Dl4jSignClassifier implements SignClassifier {

    private final String source;
    private final List<String> labels;
    private final LandmarkLayout layout;
    private final int frames;
    private final Model network;
    private final UnaryOperator<INDArray> output;
    private boolean closed;

    private Dl4jSignClassifier(KerasModel model, List<String> labels, LandmarkLayout layout) {
        this.source = model.source();
        this.labels = List.copyOf(labels);
        this.layout = layout;
        this.frames = model.inputShape().size(0);
        if (Dl4jNetworks.isChain(model)) {
            MultiLayerNetwork chain = Dl4jNetworks.multiLayerNetwork(model);
            this.network = chain;
            this.output = chain::output;
        } else {
            ComputationGraph graph = Dl4jNetworks.computationGraph(model);
            this.network = graph;
            this.output = graph::outputSingle;
        }
    }

    /**
     * Makes a classifier of a model from [frames, features] to one probability for each label.
     *
     * @param labels what each output of the model stands for; all different
     * @param layout the layout of the landmarks that the model was trained on
     * @return a classifier that the caller closes
     * @throws InvalidInputException if labels or layout do not fit the model
     * @throws KerasModelException if the model is no such classifier, or if DL4J does not support one of its layers
     */
    public static Dl4jSignClassifier of(KerasModel model, List<String> labels, LandmarkLayout layout) {
        Shape input = model.inputShape();
        if (input.rank() != 2 || !input.isKnown()) {
            throw new KerasModelException(
                    model.source() + ": the model takes " + input + ", but [frames, features] is required");
        }
        if (input.last() != layout.features()) {
            throw new InvalidInputException(model.source() + ": the model takes " + input.last()
                    + " features, but layout " + layout + " has " + layout.features());
        }
        Shape output = model.outputShape();
        if (output.rank() != 1) {
            throw new KerasModelException(model.source() + ": the model gives " + output
                    + ", but one probability for each label is required");
        }
        if (output.last() != labels.size()) {
            throw new InvalidInputException(model.source() + ": the model has " + output.last()
                    + " outputs, but there are " + labels.size() + " labels " + labels);
        }
        if (new HashSet<>(labels).size() != labels.size()) {
            throw new InvalidInputException("Labels must be different, but they are " + labels);
        }
        return new Dl4jSignClassifier(model, labels, layout);
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public LandmarkLayout layout() {
        return layout;
    }

    @Override
    public int frames() {
        return frames;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the classifier is closed
     * @throws KerasModelException if the model's output are no probabilities
     */
    @Override
    public Prediction classify(LandmarkSequence sequence) {
        if (sequence.layout() != layout || sequence.frames() != frames) {
            throw new InvalidInputException("The model takes " + frames + " frames of " + layout + ", but got "
                    + sequence.frames() + " of " + sequence.layout());
        }
        float[] output = run(sequence);
        try {
            return Prediction.of(labels, output);
        } catch (InvalidInputException e) {
            throw new KerasModelException(source + ": the model's output are no probabilities: " + e.getMessage(), e);
        }
    }

    // Under a lock although the network has one of its own: closing frees memory that a running network would read.
    private synchronized float[] run(LandmarkSequence sequence) {
        if (closed) {
            throw new IllegalStateException("The classifier of " + source + " is closed");
        }
        long[] shape = {1, frames, layout.features()};
        try (INDArray input = Nd4j.create(sequence.toArray(), shape, 'c');
                INDArray probabilities = output.apply(input)) {
            return probabilities.toFloatVector();
        }
    }

    /** Frees the network's memory, after the classification that may be running; closing twice does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (network.numParams() == 0) {
                return;
            }
            // Not network.close(): that collects the garbage of the whole process and destroys all workspaces of the
            // calling thread, other networks' too.
            network.params().close();
        }
    }
}
