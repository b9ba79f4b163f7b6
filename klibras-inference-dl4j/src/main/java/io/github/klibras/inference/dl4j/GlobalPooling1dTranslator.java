package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.GlobalPooling1dSpec;
import io.github.klibras.keras.KerasModelException;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

final class GlobalPooling1dTranslator implements LayerTranslator<GlobalPooling1dSpec> {

    private static final int TIME = 1;

    @Override
    public Class<GlobalPooling1dSpec> specClass() {
        return GlobalPooling1dSpec.class;
    }

    @Override
    public Layer configure(GlobalPooling1dSpec spec, Place place) {
        if (spec.keepDimensions()) {
            throw new KerasModelException("the DL4J back end does not support 'keepdims'");
        }
        return new GlobalPoolingLayer.Builder(Pooling1dTranslator.type(spec.kind()))
                .name(place.name())
                .poolingDimensions(TIME)
                .build();
    }
}
