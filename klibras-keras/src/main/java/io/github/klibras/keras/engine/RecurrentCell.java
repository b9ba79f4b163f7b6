package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

/** The weights and equations of one recurrent layer. Immutable and thread-safe; the memory is in a {@link State}. */
interface RecurrentCell {

    int units();

    /**
     * Creates the states of the sequences of a batch.
     *
     * @param kernels of the workspace
     */
    State state(int batch, Kernels kernels);

    /** The hidden states of the sequences of a batch. */
    interface State {

        /** Returns how many of the {@link #values} belong to a sequence. */
        int units();

        /** Returns the number of products of a frame's input. */
        int width();

        /** Returns the states, {@link #units} for each sequence. */
        float[] values();

        void reset();

        /** Multiplies the inputs of frames by their weights. */
        void project(float[] in, int inAt, int inStride, int rows, float[] out, int outAt);

        /**
         * Advances all sequences by one frame.
         *
         * @param projections of the inputs, with those of sequence b at {@code at + b * stride}; overwritten
         * @param active whether each sequence advances; null if all do
         */
        void advance(float[] projections, int at, int stride, boolean @Nullable [] active);
    }
}
