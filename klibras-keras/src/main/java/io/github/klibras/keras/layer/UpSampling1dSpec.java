package io.github.klibras.keras.layer;

import java.util.List;

/** Repetition of each frame of [time, channels]. */
public record UpSampling1dSpec(int times) implements LayerSpec {

    static UpSampling1dSpec read(LayerConfig config) {
        return new UpSampling1dSpec(config.positiveOrListOfOne("size"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(2);
        int frames = input.size(0);
        return input.withFirstSize(frames == Shape.UNKNOWN ? frames : Math.multiplyExact(frames, times));
    }
}
