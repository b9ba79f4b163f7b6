package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.GlobalPooling1dSpec;
import io.github.klibras.keras.layer.Padding;
import io.github.klibras.keras.layer.Pooling1dSpec;
import io.github.klibras.keras.layer.Shape;
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
            return ofOneWindow(spec, place);
        }
        return new GlobalPoolingLayer.Builder(Pooling1dTranslator.type(spec.kind()))
                .name(place.name())
                .poolingDimensions(TIME)
                .build();
    }

    /**
     * Returns a pooling with one window over all frames, which is equivalent: DL4J's global pooling keeps the
     * wrong dimension.
     */
    private static Layer ofOneWindow(GlobalPooling1dSpec spec, Place place) {
        int frames = place.input().size(0);
        if (frames == Shape.UNKNOWN) {
            throw new KerasModelException(
                    "the DL4J back end does not support 'keepdims' where the number of frames is open");
        }
        return Pooling1dTranslator.layer(new Pooling1dSpec(spec.kind(), frames, frames, Padding.VALID), place);
    }
}
