package io.github.klibras.keras.graph;

import java.util.List;
import java.util.Set;

/**
 * One use of a layer.
 *
 * @param inputs where its input comes from
 * @param mask the mask that it is called with; empty for the mask of its first input, if any
 * @param causal whether it is called with {@code use_causal_mask}
 */
record Call(List<TensorReference> inputs, Set<MaskOperations.Differing> mask, boolean causal) {

    Call {
        inputs = List.copyOf(inputs);
        mask = Set.copyOf(mask);
    }

    static Call of(TensorReference... inputs) {
        return new Call(List.of(inputs), Set.of(), false);
    }
}
