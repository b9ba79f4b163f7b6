package io.github.klibras.inference.dl4j;

import io.github.klibras.core.InvalidInputException;
import io.github.klibras.keras.KerasModel;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Shape;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Computes a Keras model of one input and one output with a Deeplearning4j network, a {@code MultiLayerNetwork} if the
 * model is a chain of layers and a {@code ComputationGraph} otherwise. Inputs and outputs are laid out as in Keras.
 * Thread-safe; predictions run one at a time, as in DL4J itself.
 */
public final class Dl4jEngine implements AutoCloseable {

    private final KerasModel model;
    private final Model network;
    private final UnaryOperator<INDArray> output;
    private boolean closed;

    private Dl4jEngine(KerasModel model) {
        this.model = model;
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
     * Builds the network.
     *
     * @return an engine that the caller closes
     * @throws KerasModelException if the model has several inputs or outputs, or a layer that DL4J does not compute as
     *     Keras does
     */
    public static Dl4jEngine of(KerasModel model) {
        model.inputShape();
        model.outputShape();
        return new Dl4jEngine(model);
    }

    /**
     * Computes the output of a batch.
     *
     * @param input the whole batch in C order
     * @param batch how many tensors the input holds, at least 1
     * @param inputShape the shape of each, without the batch
     * @return the whole batch of outputs in C order
     * @throws InvalidInputException if the input does not fit the model
     * @throws IllegalStateException if the engine is closed
     */
    // Synchronized although the network has a lock of its own: closing frees memory that a running network would read.
    public synchronized float[] predict(float[] input, int batch, Shape inputShape) {
        if (closed) {
            throw new IllegalStateException("The network of " + model.source() + " is closed");
        }
        if (!inputShape.fits(model.inputShape()) || batch < 1 || input.length != batch * inputShape.elements()) {
            throw new InvalidInputException(model.source() + ": the model takes " + model.inputShape()
                    + " (without the batch), but got " + input.length + " values for " + batch + " × " + inputShape);
        }
        long[] shape = LongStream.concat(
                        LongStream.of(batch),
                        Arrays.stream(inputShape.toArray()).asLongStream())
                .toArray();
        try (INDArray in = Nd4j.create(input, shape, 'c');
                INDArray out = output.apply(in);
                INDArray inOrder = out.dup('c')) {
            return inOrder.data().asFloat();
        }
    }

    /** Frees the network's memory, waiting for a running prediction; closing again does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (network.numParams() == 0) {
                return;
            }
            // Not network.close(), which triggers a garbage collection of the whole process and destroys all workspaces
            // of the calling thread, those of other networks too.
            network.params().close();
        }
    }
}
