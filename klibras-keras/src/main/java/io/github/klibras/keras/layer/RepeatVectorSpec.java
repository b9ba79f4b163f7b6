package io.github.klibras.keras.layer;

import java.util.List;

/** [features] repeated to [times, features]. */
public record RepeatVectorSpec(int times) implements LayerSpec {

    static RepeatVectorSpec read(LayerConfig config) {
        return new RepeatVectorSpec(config.positive("n"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs).requireRank(1).withFirst(times);
    }
}
