package io.github.klibras.keras.layer;

import java.util.List;

/** A layer applied separately to each frame of [time, …]. */
public record TimeDistributedSpec(LayerSpec inner) implements LayerSpec {

    static TimeDistributedSpec read(LayerConfig config) {
        LayerSpec inner = config.layer("layer");
        if (inner instanceof MaskingSpec) {
            throw new InvalidModelException("wraps a layer of a class that is not supported there");
        }
        return new TimeDistributedSpec(inner);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Shape.only(inputs);
        return inner.outputShape(List.of(frame(input))).withFirst(input.size(0));
    }

    /** Returns the weights of the inner layer, by their own names. */
    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return inner.weights(List.of(frame(Shape.only(inputs)))).stream()
                .map(weight -> weight.within("", "layer/"))
                .toList();
    }

    private static Shape frame(Shape input) {
        if (input.rank() < 2) {
            throw new InvalidModelException("gets input of shape " + input + ", but [time, …] is required");
        }
        return input.withoutFirst();
    }

    /** Keras hands the mask on to layers that take one; what they would do with it is not computed. */
    @Override
    public boolean masksOutput(List<Boolean> maskedInputs) {
        boolean takesMask = inner instanceof RecurrentSpec
                || inner instanceof BidirectionalSpec
                || inner instanceof TimeDistributedSpec
                || inner instanceof SoftmaxSpec;
        if (takesMask && maskedInputs.get(0)) {
            throw new InvalidModelException("gets masked input, which is not supported with the layer that it wraps");
        }
        return maskedInputs.get(0);
    }
}
