package io.github.klibras.keras;

/**
 * One output of one use of a layer.
 *
 * @param layer the layer's name
 * @param call which of its uses, counted from 0
 * @param output which of the outputs; only a model has several
 */
record TensorReference(String layer, int call, int output) {

    static TensorReference to(String layer) {
        return new TensorReference(layer, 0, 0);
    }
}
