package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.ActivationSpec;
import org.deeplearning4j.nn.conf.layers.Layer;

final class ActivationTranslator implements LayerTranslator<ActivationSpec> {

    @Override
    public Class<ActivationSpec> specClass() {
        return ActivationSpec.class;
    }

    @Override
    public Layer configure(ActivationSpec spec, Place place) {
        return KerasActivation.of(place.name(), Activations.of(spec.activation()));
    }
}
