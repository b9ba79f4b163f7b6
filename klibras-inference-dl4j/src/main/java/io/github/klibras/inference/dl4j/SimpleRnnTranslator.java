package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.SimpleRnnSpec;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;

import java.util.Map;

final class SimpleRnnTranslator implements LayerTranslator<SimpleRnnSpec> {

    @Override
    public Class<SimpleRnnSpec> specClass() {
        return SimpleRnnSpec.class;
    }

    @Override
    public Layer configure(SimpleRnnSpec spec, Place place) {
        SimpleRnn rnn = new SimpleRnn.Builder()
                .name(place.name())
                .nIn(place.input().last())
                .nOut(spec.units())
                .activation(Activations.of(spec.activation()))
                .dataFormat(RNNFormat.NWC)
                .build();
        return RecurrentLayers.returning(spec, rnn);
    }

    @Override
    public Map<String, Tensor> parameters(SimpleRnnSpec spec, KerasLayer layer) {
        return Map.of(
                SimpleRnnParamInitializer.WEIGHT_KEY,
                layer.weight("kernel"),
                SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY,
                layer.weight("recurrent_kernel"),
                SimpleRnnParamInitializer.BIAS_KEY,
                RecurrentLayers.bias(spec, layer));
    }
}
