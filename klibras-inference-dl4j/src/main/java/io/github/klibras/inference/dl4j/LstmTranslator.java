package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LstmSpec;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;

import java.util.Map;

final class LstmTranslator implements LayerTranslator<LstmSpec> {

    /** For each gate in DL4J's order c, f, o, i, its index in Keras' order i, f, c, o. */
    private static final int[] GATES = {2, 1, 3, 0};

    @Override
    public Class<LstmSpec> specClass() {
        return LstmSpec.class;
    }

    @Override
    public Layer configure(LstmSpec spec, Place place) {
        LSTM lstm = new LSTM.Builder()
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .activation(Activations.of(spec.activation()))
                .gateActivationFunction(Activations.of(spec.recurrentActivation()))
                .dataFormat(RNNFormat.NWC)
                .build();
        return RecurrentLayers.returning(spec, lstm);
    }

    @Override
    public Map<String, Tensor> parameters(LstmSpec spec, KerasLayer layer) {
        return Map.of(
                LSTMParamInitializer.INPUT_WEIGHT_KEY,
                inOrderOfDl4j(layer.weight("kernel"), spec.units()),
                LSTMParamInitializer.RECURRENT_WEIGHT_KEY,
                inOrderOfDl4j(layer.weight("recurrent_kernel"), spec.units()),
                LSTMParamInitializer.BIAS_KEY,
                inOrderOfDl4j(RecurrentLayers.bias(spec, layer), spec.units()));
    }

    private static Tensor inOrderOfDl4j(Tensor weight, int units) {
        float[] from = weight.toArray();
        float[] to = new float[from.length];
        for (int row = 0; row < from.length; row += GATES.length * units) {
            for (int gate = 0; gate < GATES.length; gate++) {
                System.arraycopy(from, row + GATES[gate] * units, to, row + gate * units, units);
            }
        }
        return Tensor.of(weight.shape(), to);
    }
}
