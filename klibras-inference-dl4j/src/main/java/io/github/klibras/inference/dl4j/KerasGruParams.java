package io.github.klibras.inference.dl4j;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Splits the parameters of a {@link KerasGru} from DL4J's single long vector. They start as zeros. */
final class KerasGruParams implements ParamInitializer {

    static final String WEIGHT = "W";
    static final String RECURRENT_WEIGHT = "RW";
    static final String BIAS = "b";

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        KerasGru gru = (KerasGru) layer;
        return 3 * gru.getNOut() * (gru.getNIn() + gru.getNOut()) + biasLength(gru);
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((KerasGru) layer).isBias() ? List.of(WEIGHT, RECURRENT_WEIGHT, BIAS) : weightKeys(layer);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHT, RECURRENT_WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return ((KerasGru) layer).isBias() ? List.of(BIAS) : List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        KerasGru gru = (KerasGru) conf.getLayer();
        paramKeys(gru).forEach(conf::addVariable);
        return views(gru, paramsView);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views((KerasGru) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> views(KerasGru gru, INDArray flat) {
        long units = gru.getNOut();
        long gates = 3 * units;
        long recurrent = gru.getNIn() * gates;
        long bias = recurrent + units * gates;
        INDArray vector = flat.reshape(flat.length());
        Map<String, INDArray> views = new LinkedHashMap<>();
        views.put(WEIGHT, vector.get(NDArrayIndex.interval(0, recurrent)).reshape('f', gru.getNIn(), gates));
        views.put(
                RECURRENT_WEIGHT,
                vector.get(NDArrayIndex.interval(recurrent, bias)).reshape('f', units, gates));
        if (gru.isBias()) {
            views.put(BIAS, vector.get(NDArrayIndex.interval(bias, bias + biasLength(gru))));
        }
        return views;
    }

    private static long biasLength(KerasGru gru) {
        if (!gru.isBias()) {
            return 0;
        }
        return (gru.isResetAfter() ? 6 : 3) * gru.getNOut();
    }
}
