package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.Activation;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An activation function of Keras that Deeplearning4j lacks or computes differently, as a DL4J function. Functions of
 * whole rows are applied along the last dimension. Immutable and thread-safe.
 *
 * <p>Inference only: training throws {@link UnsupportedOperationException}. Public because DL4J names the class in the
 * JSON of a saved network.
 */
public final class KerasActivationFunction extends BaseActivationFunction {

    private static final long serialVersionUID = 1;

    private Activation function = Activation.LINEAR;

    /** Creates the linear function, for DL4J to fill from JSON. */
    public KerasActivationFunction() {}

    static KerasActivationFunction of(Activation function) {
        KerasActivationFunction activation = new KerasActivationFunction();
        activation.function = function;
        return activation;
    }

    public Activation getFunction() {
        return function;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        if (training) {
            throw inferenceOnly();
        }
        int row = Math.toIntExact(in.size(-1));
        float[] values = in.dup('c').reshape(in.length()).toFloatVector();
        for (int from = 0; from < values.length; from += row) {
            function.apply(values, from, from + row);
        }
        return in.assign(Nd4j.create(values, in.shape(), 'c'));
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        throw inferenceOnly();
    }

    private UnsupportedOperationException inferenceOnly() {
        return InferenceOnly.refuse("Activation function " + function.kerasName() + " of Keras", "training");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KerasActivationFunction that && function == that.function;
    }

    @Override
    public int hashCode() {
        return function.hashCode();
    }

    @Override
    public String toString() {
        return function.kerasName();
    }
}
