package io.github.klibras.keras.layer;

import java.util.List;

/** Masks the frames of [time, features] whose features all have one value; they become zeros. */
public record MaskingSpec(double maskValue) implements LayerSpec {

    static MaskingSpec read(LayerConfig config) {
        return new MaskingSpec(config.number("mask_value"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs).requireRank(2);
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return true;
    }
}
