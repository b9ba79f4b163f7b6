package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Convolution over the frames of [time, channels]: {@code activation(sum over k of x[t·stride + k·dilation]·kernel[k] +
 * bias)}. Each group of channels has its own filters. The kernel is [kernelSize, channels / groups, filters].
 */
public record Conv1dSpec(
        int filters,
        int kernelSize,
        int stride,
        int dilation,
        int groups,
        Padding padding,
        Activation activation,
        boolean useBias)
        implements LayerSpec {

    static Conv1dSpec read(LayerConfig config) {
        config.ignore(
                "kernel_initializer",
                "bias_initializer",
                "kernel_regularizer",
                "bias_regularizer",
                "kernel_constraint",
                "bias_constraint");
        config.requireOff("lora_rank");
        config.requireChannelsLast();
        return new Conv1dSpec(
                config.positive("filters"),
                config.positiveOrListOfOne("kernel_size"),
                config.positiveOrListOfOne("strides"),
                config.positiveOrListOfOne("dilation_rate"),
                config.has("groups") ? config.positive("groups") : 1,
                config.oneOf("padding", Padding.class),
                config.activation("activation"),
                config.flag("use_bias"));
    }

    /** Returns how many frames a window spans. */
    public int window() {
        return Math.addExact(Math.multiplyExact(kernelSize - 1, dilation), 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs).requireRank(2);
        if (input.requireLast() % groups != 0 || filters % groups != 0) {
            throw new InvalidModelException("divides " + input.last() + " channels and " + filters + " filters in "
                    + groups + " groups, which does not come out even");
        }
        return Shape.of(padding.outputFrames(input.size(0), window(), stride), filters);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.of("kernel", kernelSize, Shape.only(inputs).requireLast() / groups, filters));
        if (useBias) {
            weights.add(WeightSpec.of("bias", filters));
        }
        return weights;
    }
}
