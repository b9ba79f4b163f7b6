package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes a {@link KerasActivation}. */
final class KerasActivationLayer extends ActivationLayer {

    private static final long serialVersionUID = 1;

    KerasActivationLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (training) {
            throw InferenceOnly.refuse("Layer '" + layerConf().getLayerName() + "' (KerasActivation)", "training");
        }
        INDArray copy = workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
        return layerConf().getActivationFn().getActivation(copy, false);
    }
}
