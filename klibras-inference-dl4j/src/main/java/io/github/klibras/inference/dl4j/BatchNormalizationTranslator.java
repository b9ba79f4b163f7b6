package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.BatchNormalizationSpec;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

import java.util.Arrays;
import java.util.Map;

final class BatchNormalizationTranslator implements LayerTranslator<BatchNormalizationSpec> {

    @Override
    public Class<BatchNormalizationSpec> specClass() {
        return BatchNormalizationSpec.class;
    }

    @Override
    public Layer configure(BatchNormalizationSpec spec, Place place) {
        if (place.input().dimension(spec.axis()) != place.input().rank() - 1) {
            throw new KerasModelException("the DL4J back end supports it over the last dimension only, but 'axis' is "
                    + spec.axis() + " and its input " + place.input());
        }
        // DL4J turns [batch, time, features] into a picture with an extra dimension; its last dimension holds
        // the features.
        return new BatchNormalization.Builder()
                .name(place.name())
                .nIn(place.input().last())
                .nOut(place.input().last())
                .eps(spec.epsilon())
                .useLogStd(false)
                .dataFormat(CNN2DFormat.NHWC)
                .build();
    }

    @Override
    public Map<String, Tensor> parameters(BatchNormalizationSpec spec, KerasLayer layer) {
        Tensor mean = layer.weight("moving_mean");
        return Map.of(
                BatchNormalizationParamInitializer.GAMMA,
                spec.scale() ? layer.weight("gamma") : filled(mean.shape(), 1),
                BatchNormalizationParamInitializer.BETA,
                spec.center() ? layer.weight("beta") : filled(mean.shape(), 0),
                BatchNormalizationParamInitializer.GLOBAL_MEAN,
                mean,
                BatchNormalizationParamInitializer.GLOBAL_VAR,
                layer.weight("moving_variance"));
    }

    private static Tensor filled(Shape shape, float value) {
        float[] values = new float[Math.toIntExact(shape.elements())];
        Arrays.fill(values, value);
        return Tensor.of(shape, values);
    }
}
