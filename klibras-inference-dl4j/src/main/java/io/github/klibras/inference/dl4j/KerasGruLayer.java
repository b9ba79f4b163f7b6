package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Computes a {@link KerasGru}. */
final class KerasGruLayer extends BaseRecurrentLayer<KerasGru> {

    private static final long serialVersionUID = 1;

    KerasGruLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (training) {
            throw inferenceOnly("training");
        }
        if (maskArray != null) {
            throw inferenceOnly("a mask");
        }
        KerasGru gru = layerConf();
        if (input.rank() != 3 || input.size(2) != gru.getNIn()) {
            throw new IllegalArgumentException("Layer '" + gru.getLayerName() + "' takes [batch, time, " + gru.getNIn()
                    + "], but got " + Arrays.toString(input.shape()));
        }
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {input.size(0), input.size(1), gru.getNOut()}, 'c');
        GruMatrices matrices = new GruMatrices(this, input.castTo(DataType.FLOAT), workspaces);
        int batch = Math.toIntExact(input.size(0));
        int steps = Math.toIntExact(input.size(1));
        new GruPass(gru, matrices, bias()).run(batch, steps, memory(output));
        return output;
    }

    private float[] bias() {
        return layerConf().isBias()
                ? getParam(KerasGruParams.BIAS).toFloatVector()
                : new float[Math.toIntExact(6 * layerConf().getNOut())];
    }

    /** Returns the memory of an array that is no view. */
    static FloatBuffer memory(INDArray array) {
        return array.data().asNioFloat();
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly("stepping through time");
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
            INDArray input, boolean training, boolean storeLastForTbptt, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly("truncated backpropagation through time");
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly("training");
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly("training");
    }

    private UnsupportedOperationException inferenceOnly(String what) {
        return new UnsupportedOperationException("Layer '" + layerConf().getLayerName()
                + "' (KerasGru) does not support " + what + ": it is for inference of imported Keras models only");
    }
}
