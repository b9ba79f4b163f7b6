package io.github.klibras.keras.engine;

import io.github.klibras.keras.Shape;

import java.util.List;

/** What one layer computes, with its weights. Immutable and thread-safe. */
interface Operation {

    /**
     * Makes the computation ready to run on certain inputs, again and again.
     *
     * @param inputs of one batch, their shapes known
     * @param shape the output's
     * @param kernels of the workspace
     */
    Bound bind(List<Values> inputs, Shape shape, Kernels kernels);

    /** An operation with the memory that it works on. */
    record Bound(Values output, Runnable step) {

        /** The input is the output, in whatever shape. */
        static Bound nothing(Values output) {
            return new Bound(output, () -> {});
        }
    }
}
