package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.GruSpec;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

import java.util.Collection;
import java.util.Objects;

/**
 * Keras' GRU as a layer of Deeplearning4j, from [batch, time, features] to [batch, time, units]; wrapped in DL4J's
 * {@code LastTimeStep}, it returns only the last state. The equations are those of {@link GruSpec}. Parameters:
 * {@code W} [features, 3·units], {@code RW} [units, 3·units] and {@code b}, with the gates in Keras' order z, r, h.
 *
 * <p>Inference only: training throws {@link UnsupportedOperationException}, and so does a mask. Public because DL4J
 * names the class in the JSON of a saved network; networks that contain it can be restored with {@code ModelSerializer}
 * if this library is on the class path.
 */
public final class KerasGru extends BaseRecurrentLayer {

    private static final long serialVersionUID = 1;

    private Activation stateActivation = Activation.TANH;
    private Activation gateActivation = Activation.SIGMOID;
    private boolean bias = true;
    private boolean resetAfter = true;

    /** Creates a layer without sizes, for DL4J to fill from JSON. */
    public KerasGru() {
        rnnDataFormat = RNNFormat.NWC;
    }

    static KerasGru of(String name, int features, GruSpec spec) {
        KerasGru layer = new KerasGru();
        layer.setLayerName(name);
        layer.setNIn(features);
        layer.setNOut(spec.units());
        layer.setStateActivation(spec.activation());
        layer.setGateActivation(spec.recurrentActivation());
        layer.setBias(spec.useBias());
        layer.setResetAfter(spec.resetAfter());
        return layer;
    }

    public Activation getStateActivation() {
        return stateActivation;
    }

    public void setStateActivation(Activation stateActivation) {
        this.stateActivation = stateActivation;
    }

    public Activation getGateActivation() {
        return gateActivation;
    }

    public void setGateActivation(Activation gateActivation) {
        this.gateActivation = gateActivation;
    }

    public boolean isBias() {
        return bias;
    }

    public void setBias(boolean bias) {
        this.bias = bias;
    }

    public boolean isResetAfter() {
        return resetAfter;
    }

    public void setResetAfter(boolean resetAfter) {
        this.resetAfter = resetAfter;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        KerasGruLayer layer = new KerasGruLayer(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new KerasGruParams();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long steps = Math.max(1, ((InputType.InputTypeRecurrent) inputType).getTimeSeriesLength());
        return new LayerMemoryReport.Builder(layerName, KerasGru.class, inputType, getOutputType(-1, inputType))
                .standardMemory(initializer().numParams(this), 0)
                .workingMemory(
                        0, steps * 3 * nOut, MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof KerasGru that
                && stateActivation == that.stateActivation
                && gateActivation == that.gateActivation
                && bias == that.bias
                && resetAfter == that.resetAfter;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), stateActivation, gateActivation, bias, resetAfter);
    }
}
