package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
        int batch = Math.toIntExact(input.size(0));
        int steps = Math.toIntExact(input.size(1));
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {batch, steps, gru.getNOut()}, 'c');
        FloatBuffer products = memory(inputProducts(workspaces));
        GruRecurrence recurrence = new GruRecurrence(gru, recurrentWeight(), bias());
        for (int sequence = 0; sequence < batch; sequence++) {
            recurrence.run(products, memory(output), sequence * steps, steps);
        }
        return output;
    }

    /** Multiplies the inputs of all frames of all sequences by their weights: a column of 3·units for each frame. */
    private INDArray inputProducts(LayerWorkspaceMgr workspaces) {
        long frames = input.size(0) * input.size(1);
        INDArray columns = input.castTo(DataType.FLOAT)
                .reshape('c', new long[] {frames, input.size(2)})
                .transpose();
        INDArray products = workspaces.createUninitialized(
                ArrayType.FF_WORKING_MEM,
                DataType.FLOAT,
                new long[] {3 * layerConf().getNOut(), frames},
                'f');
        return Nd4j.gemm(getParam(KerasGruParams.WEIGHT), columns, products, true, false, 1, 0);
    }

    private float[] recurrentWeight() {
        INDArray weight = getParam(KerasGruParams.RECURRENT_WEIGHT);
        return weight.dup('c').reshape(weight.length()).toFloatVector();
    }

    private float[] bias() {
        return layerConf().isBias()
                ? getParam(KerasGruParams.BIAS).toFloatVector()
                : new float[Math.toIntExact(6 * layerConf().getNOut())];
    }

    /** Returns the memory of an array that is not a view. */
    private static FloatBuffer memory(INDArray array) {
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

    /** Does nothing; DL4J calls this also when a network is cloned. */
    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {}

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly("training");
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int length, LayerWorkspaceMgr workspaces) {
        throw inferenceOnly("training");
    }

    private UnsupportedOperationException inferenceOnly(String what) {
        return InferenceOnly.refuse("Layer '" + layerConf().getLayerName() + "' (KerasGru)", what);
    }
}
