package io.github.klibras.keras.file;

import io.github.klibras.keras.graph.LayerNode;
import io.github.klibras.keras.layer.InvalidModelException;
import io.github.klibras.keras.layer.Tensor;
import io.github.klibras.keras.layer.WeightSpec;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;

/** The weights in a file, in one of the two layouts that Keras uses. */
public interface WeightStore {

    /**
     * Reads the weights of all layers, including those of nested models.
     *
     * @param layers in the order of the model's configuration
     * @param required returns the weights that a layer needs
     * @return for each layer with weights, by identity, one tensor for each weight that it needs, in exactly its shape
     * @throws InvalidModelException if a weight is missing or has another shape, or the file contains others
     */
    IdentityHashMap<LayerNode, List<Tensor>> read(
            List<LayerNode> layers, Function<LayerNode, List<WeightSpec>> required);
}
