package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.ReluSpec;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationReLU;

final class ReluTranslator implements LayerTranslator<ReluSpec> {

    @Override
    public Class<ReluSpec> specClass() {
        return ReluSpec.class;
    }

    @Override
    public Layer configure(ReluSpec spec, Place place) {
        return KerasActivation.of(
                place.name(), new ActivationReLU(spec.maxValue(), spec.threshold(), spec.negativeSlope()));
    }
}
