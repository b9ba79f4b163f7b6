package io.github.klibras.keras.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * Convolution over the frames of [time, channels], each channel by itself with filters of its own. The kernel is
 * [kernelSize, channels, multiplier], and the output has channels · multiplier.
 *
 * @param multiplier how many filters each channel has
 * @param kernelName what the version of Keras calls the kernel
 */
public record DepthwiseConv1dSpec(
        int multiplier,
        int kernelSize,
        int stride,
        int dilation,
        Padding padding,
        Activation activation,
        boolean useBias,
        String kernelName)
        implements LayerSpec {

    static DepthwiseConv1dSpec read(LayerConfig config) {
        config.ignore(
                "depthwise_initializer",
                "depthwise_regularizer",
                "depthwise_constraint",
                "bias_initializer",
                "bias_regularizer",
                "bias_constraint");
        config.requireChannelsLast();
        config.requireOne("groups");
        return new DepthwiseConv1dSpec(
                config.positive("depth_multiplier"),
                config.positiveOrListOfOne("kernel_size"),
                config.positiveOrListOfOne("strides"),
                config.positiveOrListOfOne("dilation_rate"),
                config.oneOf("padding", Padding.class),
                config.activation("activation"),
                config.flag("use_bias"),
                config.isOfKeras2() ? "depthwise_kernel" : "kernel");
    }

    /** Returns the convolution in groups that computes the same: the kernel's values are the same, in the same order. */
    public Conv1dSpec grouped(int channels) {
        int filters = Math.multiplyExact(channels, multiplier);
        return new Conv1dSpec(filters, kernelSize, stride, dilation, channels, padding, activation, useBias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return grouped(Shape.only(inputs).requireRank(2).requireLast()).outputShape(inputs);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Shape.only(inputs).requireLast();
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.of(kernelName, kernelSize, channels, multiplier));
        if (useBias) {
            weights.add(WeightSpec.of("bias", Math.multiplyExact(channels, multiplier)));
        }
        return weights;
    }
}
