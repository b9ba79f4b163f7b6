package io.github.klibras.keras.layer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer of a model. Immutable and thread-safe.
 *
 * @param name unique within the model
 * @param kerasClass the name of its class in Keras
 * @param spec its settings, which define what it computes
 * @param inputs names of the layers that provide its input; empty for an input of the model
 * @param outputShape without the batch
 * @param weights by Keras' names, in Keras' order; exactly those that the layer needs
 */
public record KerasLayer(
        String name,
        String kerasClass,
        LayerSpec spec,
        List<String> inputs,
        Shape outputShape,
        Map<String, Tensor> weights) {

    public KerasLayer {
        inputs = List.copyOf(inputs);
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /**
     * Returns a weight by its name in Keras.
     *
     * @throws IllegalArgumentException if the layer has no weight of that name
     */
    public Tensor weight(String weightName) {
        Tensor weight = weights.get(weightName);
        if (weight == null) {
            throw new IllegalArgumentException("No weight '" + weightName + "' in layer '" + name + "'");
        }
        return weight;
    }
}
