package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasLayer;
import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.LayerSpec;
import io.github.klibras.keras.Tensor;
import org.deeplearning4j.nn.conf.layers.Layer;

import java.util.List;
import java.util.Map;

/** The kinds of layers that DL4J computes exactly as Keras does. */
final class LayerTranslators {

    private static final List<LayerTranslator<?>> ALL = List.of(
            new ActivationTranslator(),
            new BatchNormalizationTranslator(),
            new DenseTranslator(),
            new DropoutTranslator(),
            new GruTranslator());

    private LayerTranslators() {}

    static Layer configure(KerasLayer layer, Place place) {
        return configure(translator(layer), layer, place);
    }

    static Map<String, Tensor> parameters(KerasLayer layer) {
        return parameters(translator(layer), layer);
    }

    private static <S extends LayerSpec> Layer configure(LayerTranslator<S> translator, KerasLayer layer, Place place) {
        return translator.configure(translator.specClass().cast(layer.spec()), place);
    }

    private static <S extends LayerSpec> Map<String, Tensor> parameters(
            LayerTranslator<S> translator, KerasLayer layer) {
        return translator.parameters(translator.specClass().cast(layer.spec()), layer);
    }

    private static LayerTranslator<?> translator(KerasLayer layer) {
        return ALL.stream()
                .filter(translator -> translator.specClass().isInstance(layer.spec()))
                .findFirst()
                .orElseThrow(() -> new KerasModelException("the DL4J back end does not support this class of layers"));
    }
}
