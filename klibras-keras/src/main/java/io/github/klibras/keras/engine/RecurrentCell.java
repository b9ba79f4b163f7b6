package io.github.klibras.keras.engine;

import org.jspecify.annotations.Nullable;

/**
 * The weights of one recurrent layer, and how its state goes from one frame to the next. Immutable and thread-safe; the
 * memory is a {@link State}.
 */
interface RecurrentCell {

    int units();

    /** Returns how many values the products of a frame's input have. */
    int width();

    /** Multiplies the inputs of frames with their weights. */
    void project(float[] in, int inAt, int inStride, int rows, float[] out, int outAt);

    State state(int batch);

    /** The states of the sequences of a batch. */
    interface State {

        /** Returns the states, {@code units} for each sequence. */
        float[] values();

        void reset();

        /**
         * Takes all sequences one frame further.
         *
         * @param projections of the inputs, where those of sequence b are at {@code at + b * stride}; overwritten
         * @param active whether each sequence goes on; null if all do
         */
        void advance(float[] projections, int at, int stride, boolean @Nullable [] active);
    }
}
