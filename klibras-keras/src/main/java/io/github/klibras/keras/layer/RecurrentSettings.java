package io.github.klibras.keras.layer;

/**
 * The settings that all recurrent layers of Keras share.
 *
 * @param units the size of the state
 * @param useBias whether there is a bias
 * @param returnSequences whether the output is every state, [time, units], rather than the last one, [units]
 * @param goBackwards whether time runs from the last frame to the first; the output sequence is then in that order, too
 * @param zeroOutputForMask whether the output at a masked frame is zero rather than the previous state
 */
public record RecurrentSettings(
        int units, boolean useBias, boolean returnSequences, boolean goBackwards, boolean zeroOutputForMask) {

    /** Refuses unsupported settings that change the result; ignores those that matter only for training. */
    static RecurrentSettings read(LayerConfig config) {
        config.requireOff("time_major");
        config.ignore(
                // The states are further outputs, for those who refer to them.
                "return_state",
                // Each prediction begins with states of zero, as Keras does after reset_states().
                "stateful",
                "unroll",
                "implementation",
                "dropout",
                "recurrent_dropout",
                "seed",
                "kernel_initializer",
                "recurrent_initializer",
                "bias_initializer",
                "kernel_regularizer",
                "recurrent_regularizer",
                "bias_regularizer",
                "kernel_constraint",
                "recurrent_constraint",
                "bias_constraint");
        return new RecurrentSettings(
                config.positive("units"),
                config.flag("use_bias"),
                config.flag("return_sequences"),
                config.flag("go_backwards"),
                config.flagOr("zero_output_for_mask", false));
    }

    RecurrentSettings zeroingMasked(boolean zero) {
        return new RecurrentSettings(units, useBias, returnSequences, goBackwards, zero);
    }
}
