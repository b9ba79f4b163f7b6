package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.Activation;
import io.github.klibras.keras.ActivationSpec;
import io.github.klibras.keras.KerasModelException;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

final class ActivationTranslator implements LayerTranslator<ActivationSpec> {

    @Override
    public Class<ActivationSpec> specClass() {
        return ActivationSpec.class;
    }

    @Override
    public Layer configure(ActivationSpec spec, Place place) {
        if (spec.activation() == Activation.SOFTMAX && place.input().rank() != 1) {
            throw new KerasModelException(
                    "the DL4J back end supports softmax over [features] only, but its input is " + place.input());
        }
        return new ActivationLayer.Builder()
                .name(place.name())
                .activation(Activations.ofDl4j(spec.activation()))
                .build();
    }
}
