package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.FlattenSpec;
import org.deeplearning4j.nn.conf.layers.Layer;

final class FlattenTranslator implements LayerTranslator<FlattenSpec> {

    @Override
    public Class<FlattenSpec> specClass() {
        return FlattenSpec.class;
    }

    @Override
    public Layer configure(FlattenSpec spec, Place place) {
        return KerasFlatten.of(place.name());
    }
}
