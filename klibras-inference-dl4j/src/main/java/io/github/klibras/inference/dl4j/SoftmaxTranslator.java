package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.Activation;
import io.github.klibras.keras.layer.SoftmaxSpec;
import org.deeplearning4j.nn.conf.layers.Layer;

final class SoftmaxTranslator implements LayerTranslator<SoftmaxSpec> {

    @Override
    public Class<SoftmaxSpec> specClass() {
        return SoftmaxSpec.class;
    }

    @Override
    public Layer configure(SoftmaxSpec spec, Place place) {
        if (spec.axis() != -1 && spec.axis() != place.input().rank()) {
            throw new KerasModelException("the DL4J back end supports it over the last dimension only, but 'axis' is "
                    + spec.axis() + " and its input " + place.input());
        }
        return KerasActivation.of(place.name(), Activations.of(Activation.SOFTMAX));
    }
}
