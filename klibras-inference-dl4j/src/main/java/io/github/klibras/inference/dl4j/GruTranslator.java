package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.GruSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.layers.Layer;

import java.util.Map;

final class GruTranslator implements LayerTranslator<GruSpec> {

    @Override
    public Class<GruSpec> specClass() {
        return GruSpec.class;
    }

    @Override
    public Layer configure(GruSpec spec, Place place) {
        return RecurrentLayers.returning(
                spec, KerasGru.of(place.name(), place.input().last(), spec));
    }

    @Override
    public Map<String, Tensor> parameters(GruSpec spec, KerasLayer layer) {
        Tensor kernel = layer.weight("kernel");
        Tensor recurrent = layer.weight("recurrent_kernel");
        return spec.useBias()
                ? Map.of(
                        KerasGruParams.WEIGHT,
                        kernel,
                        KerasGruParams.RECURRENT_WEIGHT,
                        recurrent,
                        KerasGruParams.BIAS,
                        layer.weight("bias"))
                : Map.of(KerasGruParams.WEIGHT, kernel, KerasGruParams.RECURRENT_WEIGHT, recurrent);
    }
}
