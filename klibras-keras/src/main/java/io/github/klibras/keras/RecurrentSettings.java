package io.github.klibras.keras;

/** The settings that all recurrent layers of Keras share. */
final class RecurrentSettings {

    private RecurrentSettings() {}

    /** Refuses what changes the result and is not supported; passes over what matters in training only. */
    static void check(LayerConfig config) {
        config.requireOff("go_backwards");
        config.requireOff("stateful");
        config.requireOff("return_state");
        config.requireOff("time_major");
        config.ignore(
                "unroll",
                "implementation",
                "zero_output_for_mask",
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
    }
}
