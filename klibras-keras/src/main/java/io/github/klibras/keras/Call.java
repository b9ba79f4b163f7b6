package io.github.klibras.keras;

import java.util.List;
import java.util.Set;

/**
 * One use of a layer.
 *
 * @param inputs what it takes input from
 * @param mask the mask that it is called with; empty for what comes with its first input, if anything
 */
record Call(List<TensorReference> inputs, Set<MaskOperations.Differing> mask) {

    Call {
        inputs = List.copyOf(inputs);
        mask = Set.copyOf(mask);
    }

    static Call of(TensorReference... inputs) {
        return new Call(List.of(inputs), Set.of());
    }
}
