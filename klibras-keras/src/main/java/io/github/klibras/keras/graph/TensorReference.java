package io.github.klibras.keras.graph;

/**
 * One output of one use of a layer.
 *
 * @param layer the layer's name
 * @param call the index of the use, from 0
 * @param output the index of the output; only a nested model has several
 */
record TensorReference(String layer, int call, int output) {

    static TensorReference to(String layer) {
        return new TensorReference(layer, 0, 0);
    }
}
