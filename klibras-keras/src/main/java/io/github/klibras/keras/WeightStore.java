package io.github.klibras.keras;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/** The weights in a file, in one of the two arrangements that Keras uses. */
interface WeightStore {

    /**
     * Reads the weights of all layers, and of those of models among them.
     *
     * @param layers in the order of the model's configuration
     * @param required returns the weights that a layer must have
     * @return by identity, for each layer that has weights, one tensor for each that it must have, of exactly its shape
     * @throws KerasModelException if one is missing or of another shape, or if the file holds more
     */
    IdentityHashMap<LayerNode, List<Tensor>> read(
            List<LayerNode> layers, Function<LayerNode, List<WeightSpec>> required);
}
