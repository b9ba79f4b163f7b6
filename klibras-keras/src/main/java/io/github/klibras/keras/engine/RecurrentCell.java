package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

import java.util.List;

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

        /** Returns all states that are carried from frame to frame, the first of which are {@link #values}. */
        List<float[]> all();

        /** Sets all states to zero. */
        void reset();

        /**
         * Multiplies the inputs of frames by their weights: [rows, features] times [features, {@link #width}].
         *
         * @param in the inputs, with those of row r at {@code inAt + r * inStride}
         * @param rows how many frames
         * @param out where the products go, {@link #width} for each row, from {@code outAt} on
         */
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
