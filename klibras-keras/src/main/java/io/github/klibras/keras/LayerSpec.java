package io.github.klibras.keras;

import java.util.List;

/**
 * What a layer computes: its settings, without its weights. One record for each class of layers in Keras.
 *
 * <p>To add a class, write its record and enter it in {@code LayerTypes}.
 */
public interface LayerSpec {

    /**
     * Returns the shape that the layer makes of its inputs, without the batch.
     *
     * @param inputs one for each inbound layer, without the batch
     * @throws KerasModelException if the layer can not take such inputs
     */
    Shape outputShape(List<Shape> inputs);

    /** Returns the weights that the layer must have, in the order in which Keras keeps them. */
    default List<WeightSpec> weights(List<Shape> inputs) {
        return List.of();
    }
}
