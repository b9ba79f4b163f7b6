package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.layers.Layer;

import java.util.List;
import java.util.Map;

/** The kinds of layers that DL4J computes exactly as Keras does. */
final class LayerTranslators {

    private static final List<LayerTranslator<?>> ALL = List.of(
            new ActivationTranslator(),
            new BatchNormalizationTranslator(),
            new BidirectionalTranslator(),
            new Conv1dTranslator(),
            new DenseTranslator(),
            new DropoutTranslator(),
            new EluTranslator(),
            new FlattenTranslator(),
            new GlobalPooling1dTranslator(),
            new GruTranslator(),
            new IdentityTranslator(),
            new LstmTranslator(),
            new Pooling1dTranslator(),
            new ReluTranslator(),
            new SimpleRnnTranslator(),
            new SoftmaxTranslator());

    private LayerTranslators() {}

    static Layer configure(LayerSpec spec, Place place) {
        return configure(translator(spec), spec, place);
    }

    static Map<String, Tensor> parameters(KerasLayer layer) {
        return parameters(translator(layer.spec()), layer);
    }

    private static <S extends LayerSpec> Layer configure(LayerTranslator<S> translator, LayerSpec spec, Place place) {
        return translator.configure(translator.specClass().cast(spec), place);
    }

    private static <S extends LayerSpec> Map<String, Tensor> parameters(
            LayerTranslator<S> translator, KerasLayer layer) {
        return translator.parameters(translator.specClass().cast(layer.spec()), layer);
    }

    private static LayerTranslator<?> translator(LayerSpec spec) {
        return ALL.stream()
                .filter(translator -> translator.specClass().isInstance(spec))
                .findFirst()
                .orElseThrow(() -> new KerasModelException("the DL4J back end does not support this class of layers"));
    }
}
