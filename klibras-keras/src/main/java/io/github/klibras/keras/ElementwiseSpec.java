package io.github.klibras.keras;

import java.util.List;

/** A layer that computes each value, or each row of features, separately: shape and mask pass through. */
interface ElementwiseSpec extends LayerSpec {

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }

    @Override
    default boolean masksOutput(List<Boolean> maskedInputs) {
        return maskedInputs.get(0);
    }
}
