package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.LayerSpec;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.layers.Layer;

import java.util.Map;

/**
 * Translates one kind of Keras layers to DL4J.
 *
 * @param <S> the kind of layers
 */
interface LayerTranslator<S extends LayerSpec> {

    /** Returns the class of {@code S}. */
    Class<S> specClass();

    /**
     * Returns DL4J's configuration of the layer.
     *
     * @throws io.github.klibras.keras.KerasModelException if DL4J would not compute the same as Keras
     */
    Layer configure(S spec, Place place);

    /** Returns the values of DL4J's parameters by name: the Keras weights in C order. */
    default Map<String, Tensor> parameters(S spec, KerasLayer layer) {
        return Map.of();
    }
}
