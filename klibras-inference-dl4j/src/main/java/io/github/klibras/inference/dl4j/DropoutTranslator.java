package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.DropoutSpec;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

final class DropoutTranslator implements LayerTranslator<DropoutSpec> {

    @Override
    public Class<DropoutSpec> specClass() {
        return DropoutSpec.class;
    }

    @Override
    public Layer configure(DropoutSpec spec, Place place) {
        // Keras tells what is dropped, DL4J what is kept.
        return new DropoutLayer.Builder()
                .name(place.name())
                .dropOut(1 - spec.rate())
                .build();
    }
}
