package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.Collection;

/**
 * An activation function as a layer of Deeplearning4j. DL4J's own {@code ActivationLayer} overwrites its input even in
 * inference, although that may be the caller's array or the input of another layer; this one does not.
 *
 * <p>Inference only: training throws {@link UnsupportedOperationException}. Public because DL4J names the class in the
 * JSON of a saved network.
 */
public final class KerasActivation extends ActivationLayer {

    private static final long serialVersionUID = 1;

    /** Creates a layer without a function, for DL4J to fill from JSON. */
    public KerasActivation() {}

    private KerasActivation(IActivation function) {
        super(function);
    }

    static KerasActivation of(String name, IActivation function) {
        KerasActivation layer = new KerasActivation(function);
        layer.setLayerName(name);
        return layer;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        KerasActivationLayer layer = new KerasActivationLayer(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
        return layer;
    }
}
