package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.Pooling1dSpec;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;

final class Pooling1dTranslator implements LayerTranslator<Pooling1dSpec> {

    @Override
    public Class<Pooling1dSpec> specClass() {
        return Pooling1dSpec.class;
    }

    @Override
    public Layer configure(Pooling1dSpec spec, Place place) {
        return layer(spec, place);
    }

    static Layer layer(Pooling1dSpec spec, Place place) {
        // By default, DL4J divides by the number of actual frames; avgPoolIncludePadInDivisor would change that.
        Subsampling1DLayer layer = new Subsampling1DLayer.Builder()
                .name(place.name())
                .kernelSize(spec.size())
                .stride(spec.stride())
                .convolutionMode(Windows.mode(spec.padding(), place.input(), spec.size(), spec.stride()))
                .dataFormat(CNN2DFormat.NHWC)
                .build();
        layer.setPoolingType(type(spec.kind()));
        return layer;
    }

    static PoolingType type(Pooling1dSpec.Kind kind) {
        return switch (kind) {
            case MAX -> PoolingType.MAX;
            case AVERAGE -> PoolingType.AVG;
        };
    }
}
