package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * A convolution of each channel of [time, channels] by itself, and one of windows of a single frame after it, which
 * mixes the channels. The kernels are [kernelSize, channels, multiplier] and [1, channels · multiplier, filters].
 *
 * @param depthwise the first convolution, without bias or activation
 * @param activation of the second one
 */
public record SeparableConv1dSpec(int filters, DepthwiseConv1dSpec depthwise, Activation activation, boolean useBias)
        implements LayerSpec {

    static SeparableConv1dSpec read(LayerConfig config) {
        config.ignore(
                "depthwise_initializer",
                "depthwise_regularizer",
                "depthwise_constraint",
                "pointwise_initializer",
                "pointwise_regularizer",
                "pointwise_constraint",
                "kernel_initializer",
                "kernel_regularizer",
                "kernel_constraint",
                "bias_initializer",
                "bias_regularizer",
                "bias_constraint");
        config.requireChannelsLast();
        config.requireOne("groups");
        DepthwiseConv1dSpec depthwise = new DepthwiseConv1dSpec(
                config.positive("depth_multiplier"),
                config.positiveOrListOfOne("kernel_size"),
                config.positiveOrListOfOne("strides"),
                config.positiveOrListOfOne("dilation_rate"),
                config.oneOf("padding", Padding.class),
                Activation.LINEAR,
                false,
                "depthwise_kernel");
        return new SeparableConv1dSpec(
                config.positive("filters"), depthwise, config.activation("activation"), config.flag("use_bias"));
    }

    /** Returns the second convolution. */
    public Conv1dSpec pointwise() {
        return new Conv1dSpec(filters, 1, 1, 1, 1, Padding.VALID, activation, useBias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return depthwise.outputShape(inputs).withLast(filters);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        List<WeightSpec> weights = new ArrayList<>(depthwise.weights(inputs));
        weights.add(WeightSpec.of(
                "pointwise_kernel", 1, depthwise.outputShape(inputs).last(), filters));
        if (useBias) {
            weights.add(WeightSpec.of("bias", filters));
        }
        return weights;
    }
}
