package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Attention of several heads side by side. Each projects query, key and value, attends by {@code softmax(q · k /
 * sqrt(keySize))}, and the results of all heads are projected to the output. The inputs are query, value and, if it is
 * not the value, key, each [time, features]. Masks are not supported.
 *
 * @param heads how many heads
 * @param keySize the size of a head's query and key
 * @param valueSize the size of a head's value
 * @param outputSize the features of the output; 0 for those of the query
 * @param useBias whether the projections have biases
 * @param isCausal whether frames attend to earlier frames and themselves only
 * @param groupPrefix what the version of Keras puts before the names of the projections in a {@code .keras} file
 */
public record MultiHeadAttentionSpec(
        int heads, int keySize, int valueSize, int outputSize, boolean useBias, boolean isCausal, String groupPrefix)
        implements CausalSpec {

    static MultiHeadAttentionSpec read(LayerConfig config) {
        config.ignore(
                "dropout",
                "seed",
                "query_shape",
                "key_shape",
                "value_shape",
                "kernel_initializer",
                "bias_initializer",
                "kernel_regularizer",
                "bias_regularizer",
                "kernel_constraint",
                "bias_constraint");
        config.requireOff("use_gate");
        config.requireOff("sliding_window");
        config.requireOff("softmax_robust_masking");
        List<Integer> axes = config.has("attention_axes") ? config.integersOrNone("attention_axes") : List.of();
        if (!axes.isEmpty() && !axes.equals(List.of(1))) {
            throw new InvalidModelException("'attention_axes' is " + axes + ", but [1] is required");
        }
        int keySize = config.positive("key_dim");
        return new MultiHeadAttentionSpec(
                config.positive("num_heads"),
                keySize,
                config.isNullOrEmpty("value_dim")
                        ? config.passOver("value_dim", keySize)
                        : config.positive("value_dim"),
                config.isNullOrEmpty("output_shape")
                        ? config.passOver("output_shape", 0)
                        : config.positiveOrListOfOne("output_shape"),
                config.flag("use_bias"),
                false,
                config.isOfKeras2() ? "_" : "");
    }

    @Override
    public MultiHeadAttentionSpec causal() {
        return new MultiHeadAttentionSpec(heads, keySize, valueSize, outputSize, useBias, true, groupPrefix);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() != 2 && inputs.size() != 3) {
            throw new InvalidModelException(
                    "has " + inputs.size() + " inputs, but query, value and perhaps key are expected");
        }
        Shape query = inputs.get(0).requireRank(2);
        Shape value = inputs.get(1).requireRank(2);
        Shape key = inputs.get(inputs.size() - 1).requireRank(2);
        if (key.size(0) != value.size(0)) {
            throw new InvalidModelException("cannot attend with inputs of shapes " + inputs);
        }
        return query.withLast(outputSize == 0 ? query.requireLast() : outputSize);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>();
        addProjection("query", inputs.get(0).requireLast(), keySize, weights);
        addProjection("key", inputs.get(inputs.size() - 1).requireLast(), keySize, weights);
        addProjection("value", inputs.get(1).requireLast(), valueSize, weights);
        int output = outputShape(inputs).last();
        String group = groupPrefix + "output_dense";
        weights.add(WeightSpec.of("kernel", heads, valueSize, output).within("output/", group));
        if (useBias) {
            weights.add(WeightSpec.of("bias", output).within("output/", group));
        }
        return weights;
    }

    private void addProjection(String name, int features, int size, List<WeightSpec> weights) {
        String group = groupPrefix + name + "_dense";
        weights.add(WeightSpec.of("kernel", features, heads, size).within(name + "/", group));
        if (useBias) {
            weights.add(WeightSpec.of("bias", heads, size).within(name + "/", group));
        }
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        if (maskedInputs.contains(true)) {
            throw new InvalidModelException("gets masked input, which is not supported");
        }
        return false;
    }
}
