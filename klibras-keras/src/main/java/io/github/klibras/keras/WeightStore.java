package io.github.klibras.keras;

import java.util.List;

/** The weights in a file, in one of the two arrangements that Keras uses. */
interface WeightStore {

    /**
     * Reads the weights of one layer; called for each layer once, in the order of the model's configuration.
     *
     * @return one tensor for each of {@code specs}, of exactly its shape
     * @throws KerasModelException if one is missing or of another shape, or if there are more
     */
    List<Tensor> read(LayerNode layer, List<WeightSpec> specs);

    /** Refuses the file if it holds layers that were not read. */
    void requireAllRead();
}
