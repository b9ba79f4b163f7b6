package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Fully connected: {@code activation(x · kernel + bias)} over the last dimension.
 *
 * @param units the size of the output
 * @param useBias whether there is a bias
 */
public record DenseSpec(int units, Activation activation, boolean useBias) implements LayerSpec {

    static DenseSpec read(LayerConfig config) {
        config.ignore(
                "kernel_initializer",
                "bias_initializer",
                "kernel_regularizer",
                "bias_regularizer",
                "kernel_constraint",
                "bias_constraint");
        config.requireOff("lora_rank");
        config.requireOff("quantization_config");
        return new DenseSpec(config.positive("units"), config.activation("activation"), config.flag("use_bias"));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.only(inputs).withLast(units);
    }

    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        return maskedInputs.get(0);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.of("kernel", Shape.only(inputs).requireLast(), units));
        if (useBias) {
            weights.add(WeightSpec.of("bias", units));
        }
        return weights;
    }
}
