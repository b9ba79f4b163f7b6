package io.github.klibras.keras;

import java.util.List;

/**
 * A layer in the graph of a model, without its weights.
 *
 * @param inputs names of the layers that it takes input from
 * @param stored whether Keras keeps it in the file; an input that a Sequential model implies is not
 */
record LayerNode(String name, String kerasClass, LayerSpec spec, List<String> inputs, boolean stored) {

    /** Returns what messages call it. */
    String title() {
        return "layer '" + name + "' (" + kerasClass + ")";
    }
}
