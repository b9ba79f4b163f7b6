package io.github.klibras.keras.layer;

import java.util.List;

/** A layer that computes each value, or each row of features, separately: shape and mask pass through. */
public sealed interface ElementwiseSpec extends LayerSpec
        permits ActivationSpec,
                BatchNormalizationSpec,
                DropoutSpec,
                EluSpec,
                GroupNormalizationSpec,
                IdentitySpec,
                LayerNormalizationSpec,
                NormalizationSpec,
                PReluSpec,
                ReluSpec,
                RmsNormalizationSpec,
                RescalingSpec,
                UnitNormalizationSpec {

    @Override
    default Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs);
    }

    @Override
    default boolean masksOutput(List<Boolean> maskedInputs) {
        return maskedInputs.get(0);
    }
}
