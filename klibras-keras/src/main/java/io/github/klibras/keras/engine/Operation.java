package io.github.klibras.keras.engine;

import io.github.klibras.keras.layer.Shape;

import java.util.List;

/** The computation of one layer, with its weights. Immutable and thread-safe. */
interface Operation {

    /**
     * Prepares the computation to run repeatedly on certain inputs.
     *
     * @param inputs of one batch, with known shapes
     * @param shape of the output
     * @param kernels of the workspace
     */
    Bound bind(List<Values> inputs, Shape shape, Kernels kernels);

    /** An operation with the memory that it works on. */
    record Bound(Values output, Runnable step) {

        /** Returns an operation whose output is its input, possibly in another shape. */
        static Bound nothing(Values output) {
            return new Bound(output, () -> {});
        }
    }
}
