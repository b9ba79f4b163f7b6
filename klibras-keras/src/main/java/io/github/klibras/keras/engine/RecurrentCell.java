package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

/** The weights of one recurrent layer, and its equations. Immutable and thread-safe; the memory is a {@link State}. */
interface RecurrentCell {

    int units();

    /**
     * Makes the states of the sequences of a batch.
     *
     * @param kernels of the workspace
     */
    State state(int batch, Kernels kernels);

    /** The hidden states of the sequences of a batch. */
    interface State {

        /** Returns how many values of {@link #values} a sequence has. */
        int units();

        /** Returns how many values the products of a frame's input have. */
        int width();

        /** Returns the states, {@link #units} for each sequence. */
        float[] values();

        void reset();

        /** Multiplies the inputs of frames with their weights. */
        void project(float[] in, int inAt, int inStride, int rows, float[] out, int outAt);

        /**
         * Advances all sequences by one frame.
         *
         * @param projections of the inputs, where those of sequence b are at {@code at + b * stride}; overwritten
         * @param active whether each sequence goes on; null if all do
         */
        void advance(float[] projections, int at, int stride, boolean @Nullable [] active);
    }
}
