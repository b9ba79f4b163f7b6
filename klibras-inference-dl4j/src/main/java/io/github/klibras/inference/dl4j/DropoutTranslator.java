package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.DropoutSpec;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

final class DropoutTranslator implements LayerTranslator<DropoutSpec> {

    @Override
    public Class<DropoutSpec> specClass() {
        return DropoutSpec.class;
    }

    @Override
    public Layer configure(DropoutSpec spec, Place place) {
        if (place.first()) {
            // DL4J's layer returns the caller's array, which another such layer then refuses.
            return KerasActivation.of(place.name(), new ActivationIdentity());
        }
        // Keras sets the share that is dropped, DL4J the share that is kept.
        return new DropoutLayer.Builder()
                .name(place.name())
                .dropOut(1 - spec.rate())
                .build();
    }
}
