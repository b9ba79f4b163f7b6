package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes a {@link KerasFlatten}. */
final class KerasFlattenLayer extends AbstractLayer<KerasFlatten> {

    private static final long serialVersionUID = 1;

    KerasFlattenLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (training) {
            throw inferenceOnly();
        }
        long batch = input.size(0);
        return workspaces.dup(ArrayType.ACTIVATIONS, input, 'c').reshape('c', new long[] {batch, input.length() / batch
        });
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly();
    }

    private UnsupportedOperationException inferenceOnly() {
        return InferenceOnly.refuse("Layer '" + layerConf().getLayerName() + "' (KerasFlatten)", "training");
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clearNoiseWeightParams() {}
}
