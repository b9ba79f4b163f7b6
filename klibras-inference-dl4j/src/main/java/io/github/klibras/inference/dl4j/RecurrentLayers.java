package io.github.klibras.inference.dl4j;

import io.github.klibras.keras.KerasModelException;
import io.github.klibras.keras.layer.KerasLayer;
import io.github.klibras.keras.layer.RecurrentSpec;
import io.github.klibras.keras.layer.Shape;
import io.github.klibras.keras.layer.Tensor;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;

/** The common parts of all recurrent layers. */
final class RecurrentLayers {

    private RecurrentLayers() {}

    /** Returns a layer with the output of Keras' layer, made from a layer that returns every state. */
    static Layer returning(RecurrentSpec spec, BaseRecurrentLayer layer) {
        if (spec.settings().goBackwards()) {
            throw new KerasModelException("the DL4J back end does not support 'go_backwards'");
        }
        return spec.returnSequences() ? layer : new LastTimeStep(layer);
    }

    /** Returns the bias, or zeros if there is none. */
    static Tensor bias(RecurrentSpec spec, KerasLayer layer) {
        if (spec.useBias()) {
            return layer.weight("bias");
        }
        int columns = spec.gates() * spec.units();
        return Tensor.of(Shape.of(columns), new float[columns]);
    }
}
