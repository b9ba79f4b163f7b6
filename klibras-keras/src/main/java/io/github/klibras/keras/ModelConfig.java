package io.github.klibras.keras;

import java.util.List;

/**
 * A model without its weights.
 *
 * @param layers in Keras' order
 * @param inputs names of input layers
 */
record ModelConfig(
        KerasModel.Kind kind,
        String name,
        List<LayerNode> layers,
        List<String> inputs,
        List<TensorReference> outputs) {}
