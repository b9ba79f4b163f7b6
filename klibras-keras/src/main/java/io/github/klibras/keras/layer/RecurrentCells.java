package io.github.klibras.keras.layer;

import java.util.Map;
import java.util.Set;

/** Reads the layer RNN, which is given its cell: one of Keras makes it the recurrent layer of that name. */
final class RecurrentCells {

    /** What RNN says, not its cell. */
    private static final Set<String> OF_THE_LAYER = Set.of(
            "return_sequences",
            "return_state",
            "go_backwards",
            "stateful",
            "time_major",
            "unroll",
            "zero_output_for_mask");

    private RecurrentCells() {}

    static LayerSpec read(LayerConfig config) {
        Map<?, ?> entry = config.object("cell");
        String kerasClass = Json.string(entry, "class_name");
        LayerEntry.requireOfKeras(entry, kerasClass);
        LayerConfig merged = config.with(Json.object(entry, "config"), OF_THE_LAYER);
        LayerSpec spec = switch (kerasClass) {
            case "GRUCell" -> GruSpec.read(merged);
            case "LSTMCell" -> LstmSpec.read(merged);
            case "SimpleRNNCell" -> SimpleRnnSpec.read(merged);
            case "StackedRNNCells" ->
                throw new InvalidModelException(
                        "'cell' is a stack of cells, which is not supported; use an RNN layer for each");
            default ->
                throw new InvalidModelException(
                        "'cell' is a " + kerasClass + ", but GRUCell, LSTMCell or SimpleRNNCell is required");
        };
        merged.requireAllRead();
        return spec;
    }
}
