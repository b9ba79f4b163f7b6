package io.github.klibras.keras.layer;

import java.util.List;

/**
 * A row of a table for each whole number of the input, [time] to [time, features].
 *
 * @param rows how many rows the table has
 * @param features the size of each
 * @param maskZero whether 0 stands for a frame that does not count
 */
public record EmbeddingSpec(int rows, int features, boolean maskZero) implements LayerSpec {

    static EmbeddingSpec read(LayerConfig config) {
        config.ignore("embeddings_initializer", "embeddings_regularizer", "embeddings_constraint", "input_length");
        config.requireOff("lora_rank");
        config.requireOff("sparse");
        return new EmbeddingSpec(config.positive("input_dim"), config.positive("output_dim"), config.flag("mask_zero"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(1);
        return Shape.of(input.size(0), features);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return List.of(WeightSpec.of("embeddings", rows, features));
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return maskZero;
    }
}
