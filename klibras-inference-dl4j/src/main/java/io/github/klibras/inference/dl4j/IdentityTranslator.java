package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.IdentitySpec;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

final class IdentityTranslator implements LayerTranslator<IdentitySpec> {

    @Override
    public Class<IdentitySpec> specClass() {
        return IdentitySpec.class;
    }

    @Override
    public Layer configure(IdentitySpec spec, Place place) {
        return KerasActivation.of(place.name(), new ActivationIdentity());
    }
}
