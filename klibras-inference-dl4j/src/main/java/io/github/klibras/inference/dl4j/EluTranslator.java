package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.EluSpec;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationELU;

final class EluTranslator implements LayerTranslator<EluSpec> {

    @Override
    public Class<EluSpec> specClass() {
        return EluSpec.class;
    }

    @Override
    public Layer configure(EluSpec spec, Place place) {
        return KerasActivation.of(place.name(), new ActivationELU(spec.alpha()));
    }
}
