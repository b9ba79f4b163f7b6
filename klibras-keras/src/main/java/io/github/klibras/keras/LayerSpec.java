package io.github.klibras.keras;

import java.util.List;

/**
 * What a layer computes: its settings, without its weights. One record for each class of layers in Keras, or for
 * several that differ in their settings only. The implementations are those of this package.
 */
public interface LayerSpec {

    /**
     * Returns the shape that the layer makes of its inputs, without the batch.
     *
     * @param inputs one for each inbound layer, without the batch
     * @throws KerasModelException if the layer cannot take such inputs
     */
    Shape outputShape(List<Shape> inputs);

    /** Returns the weights that the layer must have, in the order in which Keras creates them. */
    default List<WeightSpec> weights(List<Shape> inputs) {
        return List.of();
    }

    /**
     * Says whether the output carries a mask of its frames, as Keras 3 passes masks on.
     *
     * @param maskedInputs whether each input carries one
     * @throws KerasModelException if the layer cannot be computed on such inputs
     */
    default boolean masksOutput(List<Boolean> maskedInputs) {
        return false;
    }
}
